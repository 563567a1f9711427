// npm run test:mutants: the tests of the ledger against each fault of mutants.ts, after one run without a fault that must
// pass: the property test, and what that does not notice the tests by example. Prints a table; ends with 1 when a fault was
// not caught. Words after the command choose faults by their names.
import { spawn } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { mutants } from "./mutants.ts";

const root = join(import.meta.dirname, "../../..");
const files = (...names: string[]) => names.map((name) => `gpu-server/${name}.test.ts`);
/** The property test first, which stops at what it notices; a fault that it lets pass goes before the tests by example. */
const stages = [files("jobs/ledger.property"), files("jobs/jobs", "jobs/chains", "jobs/handed", "jobs/cases", "credits/credits")];

interface Outcome {
  passed: boolean;
  seconds: number;
  /** The first line that says what was noticed. */
  noticed: string;
  /** Test files that failed. */
  by: string;
}

/** Runs the suites of a stage under a fault, or none. */
function runStage(mutant: string | undefined, suites: string[]): Promise<Outcome> {
  const started = performance.now();
  const args = [join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "unit", ...suites, "--no-color"];
  const env = { ...process.env, FARM_PRICES: "test", ...(mutant === undefined ? {} : { FARM_MUTANT: mutant }) };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part: string) => (text += part));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      const noticed = /^\s*(?:Caused by: )?(?:AssertionError|CodedError|Error): (?!Property failed)(.*)$/m.exec(text)?.[1] ?? "";
      const failed = [...text.matchAll(/FAIL\s+\|?unit\|?\s+\S*\/([\w.]+)\.test\.ts/g)].map(([, name = ""]) => name);
      const by = [...new Set(failed)].join(", ");
      if (code !== 0 && by === "") {
        reject(new Error(`the suites failed without a failed test:\n${text.slice(-3000)}`));
        return;
      }
      resolve({ passed: code === 0, seconds: (performance.now() - started) / 1000, noticed, by });
    });
  });
}

/** Runs the stages until one notices. */
async function run(mutant: string | undefined): Promise<Outcome> {
  let seconds = 0;
  for (const suites of stages) {
    const outcome = await runStage(mutant, suites);
    seconds += outcome.seconds;
    if (!outcome.passed) return { ...outcome, seconds };
  }
  return { passed: true, seconds, noticed: "", by: "" };
}

const wanted = process.argv.slice(2);
const chosen = wanted.length === 0 ? mutants : mutants.filter(({ name }) => wanted.some((word) => name.includes(word)));
const sound = await run(undefined);
if (!sound.passed) throw new Error("The suite fails without a fault: repair that first.");
console.log(`without a fault: passed in ${sound.seconds.toFixed(1)} s\n`);
console.log("| fault | function | caught | seconds | by | noticed first |\n|---|---|---|---|---|---|");
let survived = 0;
for (const { name, function: where } of chosen) {
  const { passed, seconds, noticed, by } = await run(name);
  if (passed) survived += 1;
  console.log(`| ${name} | ${where} | ${passed ? "NO" : "yes"} | ${seconds.toFixed(1)} | ${by} | ${noticed.slice(0, 90)} |`);
}
console.log(`\n${chosen.length - survived} of ${chosen.length} faults caught`);
process.exitCode = survived === 0 ? 0 : 1;
