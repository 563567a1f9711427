// The checks that fail a build: types for every runtime, lint, format, boundaries and cycles, unused code.
// Each is a program of the npm packages; they run two at a time and say nothing while all is well.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { node24, programEnv } from "./node24.mjs";
import { root } from "./paths.mjs";

/** Every folder that compiles for a runtime of its own. */
const typed = ["shared", "shared/media", "main", "main/electron", "preload", "renderer", "gpu-server", "tests", "scripts"];
const sources = ["shared", "main", "preload", "renderer", "gpu-server", "tests"];

const bin = (name, path) => join("node_modules", name, path);

const checks = [
  ...typed.map((folder) => ({ name: `types ${folder}`, args: [bin("typescript", "bin/tsc"), "-p", folder] })),
  { name: "lint", args: [bin("oxlint", "bin/oxlint"), "--type-aware", "--deny-warnings", "."] },
  { name: "format", args: [bin("prettier", "bin/prettier.cjs"), "--check", "--log-level=warn", "."] },
  {
    name: "boundaries",
    args: [
      bin("dependency-cruiser", "bin/dependency-cruiser.mjs"),
      "--config",
      ".dependency-cruiser.cjs",
      "--output-type",
      "err",
      ...sources,
    ],
  },
  { name: "unused code", args: [bin("knip", "bin/knip.js"), "--no-progress"] },
];

/** Runs one check in a folder; resolves to `{name, ok, seconds, output}`. */
function runCheck(check, cwd) {
  const start = performance.now();
  return new Promise((resolve) => {
    const child = spawn(node24(), check.args, { cwd, env: programEnv(), stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (bytes) => (output += bytes));
    child.stderr.on("data", (bytes) => (output += bytes));
    child.on("error", (error) => (output += error.message));
    child.on("close", (code) => resolve({ name: check.name, ok: code === 0, seconds: (performance.now() - start) / 1000, output }));
  });
}

/** Runs the checks whose name starts with `only` and prints a line for each, with its words where it fails. */
export async function runChecks({ only = "", cwd = root } = {}) {
  const waiting = checks.filter((check) => check.name.startsWith(only));
  const results = [];
  const lane = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const result = await runCheck(check, cwd);
      results.push(result);
      console.log(`${result.ok ? "ok  " : "FAIL"}  ${result.name} (${result.seconds.toFixed(1)} s)`);
      if (!result.ok) console.log(result.output.trimEnd());
    }
  };
  await Promise.all([lane(), lane()]);
  return results;
}
