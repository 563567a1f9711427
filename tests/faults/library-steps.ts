// A core that is killed outright at a named step of work on its library: it stops itself at the first moment at which the
// files say that the step is reached, which no signal from outside could hit.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

export interface Killed {
  /** Whether it was killed before its work was done. */
  killed: boolean;
  out: string;
}

/** Runs `script` (with `studio`, `call`, `data` in scope) in a process of its own and kills it when `when` holds, looked at as often as can be. */
export function killedWhen(data: string, script: string, when: () => boolean, farm?: { url: string; tokenFile: string }): Promise<Killed> {
  const program = `
    import { call, testPorts } from ${JSON.stringify(path.join(root, "main/studio.fixture.ts"))};
    import { createStudio } from ${JSON.stringify(path.join(root, "main/studio.ts"))};
    import { readFileSync } from "node:fs";
    const data = ${JSON.stringify(data)};
    const farm = ${farm === undefined ? "null" : `{ url: ${JSON.stringify(farm.url)}, local: true, token: async () => readFileSync(${JSON.stringify(farm.tokenFile)}, "utf8").trim() }`};
    const studio = await createStudio(testPorts(data, farm));
    const finished = async (method, input) => {
      const ended = new Promise((resolve) => studio.events.listen((name, event) => name === "storage.task" && event.task.state !== "running" && resolve(event.task)));
      await call(studio, "storage", method, input);
      return ended;
    };
    console.log("begun");
    ${script}
    await studio.close();
    console.log("done");
    process.exit(0);`;
  return new Promise((resolve) => {
    // A file, not --eval: worker threads inherit the options of the process, and those of --eval are refused for a file.
    const folder = mkdtempSync(path.join(tmpdir(), "killed-"));
    const file = path.join(folder, "program.mjs");
    writeFileSync(file, program);
    const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"], cwd: root });
    let out = "";
    let killed = false;
    child.stdout.on("data", (bytes: Buffer) => (out += bytes.toString()));
    const look = () => {
      if (child.exitCode !== null || killed) return;
      if (out.includes("begun") && when()) {
        killed = true;
        child.kill("SIGKILL");
        return;
      }
      setImmediate(look);
    };
    look();
    child.on("close", () => {
      rmSync(folder, { recursive: true, force: true });
      resolve({ killed: killed && !out.includes("done"), out });
    });
  });
}

/** How many files lie below a folder. */
export function filesBelow(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}

/** What the place file says; an empty text where there is none. */
export function placeText(data: string): string {
  const file = path.join(data, "library-place.json");
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
