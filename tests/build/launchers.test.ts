// The launchers as a person meets them, on a small checkout with programs that only speak the launchers' language:
// they start, come back when killed, end with their launcher, and get the options and the folder of who typed.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const checkout = mkdtempSync(path.join(tmpdir(), "studio-launch-"));
const script = (name: string) => path.join(checkout, "scripts", `${name}.mjs`);

/** A program that listens where it is told, says its pid, and is ready; or refuses, as the real one does on a held folder. */
const program = (ready: string) => `
import http from "node:http";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
if (process.env.REFUSE === "1") {
  process.stderr.write("Another studio works on this data folder. Close it, or choose another folder with --data.\\n");
  process.exit(7);
}
const at = process.argv.indexOf("--port");
const server = http.createServer((request, answer) => answer.end(JSON.stringify({ pid: process.pid, args: process.argv.slice(2), farm: process.env.STUDIO_FARM_URL ?? null })));
server.listen(at < 0 ? 0 : Number(process.argv[at + 1]), "127.0.0.1", () => {
  const port = server.address().port;
  process.stdout.write("a line of the log\\n");
  process.stdout.write(JSON.stringify(${ready}) + "\\n");
});
process.on("SIGTERM", () => process.exit(0));
`;

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(checkout, file)), { recursive: true });
  writeFileSync(path.join(checkout, file), text);
}

beforeAll(() => {
  for (const name of ["scripts", "package.json", "package-lock.json"])
    cpSync(path.join(root, name), path.join(checkout, name), { recursive: true });
  symlinkSync(path.join(root, "node_modules"), path.join(checkout, "node_modules"), "junction");
  write("gpu-server/farm.ts", program('{ ready: true, url: "http://127.0.0.1:" + port, tokenFile: "/token" }'));
  write("main/host/serve.ts", program('{ ready: true, url: "http://127.0.0.1:" + port + "/#token=t" }'));
  write(
    "main/cli/film.ts",
    "console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), node: process.versions.node })); process.exit(75);",
  );
  write("renderer/index.html", "<!doctype html><title>screens</title>");
  write("renderer/vite.config.ts", "export default {};");
});

afterAll(() => {
  rmSync(checkout, { recursive: true, force: true });
});

const environment = (data: string, more: Record<string, string> = {}): Record<string, string | undefined> => {
  const { STUDIO_FARM_URL: _farm, ...rest } = process.env;
  return { ...rest, STUDIO_DATA: path.join(checkout, data), CI: "true", ...more };
};

interface Program {
  pid: number;
  args: string[];
  farm: string | null;
}
const ask = async (url: string) => (await (await fetch(url)).json()) as Program;

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited half a minute for: ${what}`);
    await sleep(50);
  }
}

/** Starts the studio and waits until it says where it is. */
async function start(
  data: string,
  ...options: string[]
): Promise<{ launcher: ChildProcess; url: string; said: () => string; ended: Promise<number | null> }> {
  const launcher = spawn(process.execPath, [script("start"), ...options], { env: environment(data), stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  launcher.stdout.on("data", (bytes: Buffer) => (said += bytes.toString()));
  launcher.stderr.on("data", (bytes: Buffer) => (said += bytes.toString()));
  const ended = new Promise<number | null>((resolve) => launcher.once("exit", resolve));
  await until(`the studio is ready; it said: ${said}`, () => said.includes("Press Ctrl-C"));
  return { launcher, url: /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0] ?? "", said: () => said, ended };
}

describe("npm start", () => {
  it("starts farm and studio, brings back on its port whichever dies, and ends both when it is told to", async () => {
    const { launcher, url, said, ended } = await start("one");
    expect(said()).toContain(`${url}#token=t`);
    const host = await ask(url);
    const farmUrl = host.farm ?? "";
    const farm = await ask(farmUrl);
    expect(farm.args).toEqual(["--role", "all", "--data", path.join(checkout, "one", "farm")]);

    process.kill(farm.pid, "SIGKILL");
    process.kill(host.pid, "SIGKILL");
    const back = async (address: string) => (await ask(address).catch(() => undefined))?.pid;
    await until("the farm is back", async () => ![undefined, farm.pid].includes(await back(farmUrl)));
    await until("the studio is back", async () => ![undefined, host.pid].includes(await back(url)));
    const pids = [(await ask(farmUrl)).pid, (await ask(url)).pid];
    expect((await ask(url)).farm).toBe(farmUrl);
    expect(statSync(path.join(checkout, "one")).mode & 0o077, "only its owner reads a data folder").toBe(0);

    launcher.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(pids.map(alive)).toEqual([false, false]);
    expect(readFileSync(path.join(checkout, "one", "logs", "farm.log"), "utf8")).toContain("a line of the log");
  });

  it("takes farm and studio along when it is killed, so that the next start finds the folder free", async () => {
    const { launcher, url } = await start("two");
    const host = await ask(url);
    const farm = await ask(host.farm ?? "");
    launcher.kill("SIGKILL");
    await until("both are gone", () => !alive(host.pid) && !alive(farm.pid));
  });

  it("ends when npm is told to end, which leaves it behind without a word", async () => {
    const env = environment("npm", { npm_lifecycle_event: "start" });
    const shell = spawn("sh", ["-c", `"${process.execPath}" "${script("start")}"; true`], { env, stdio: ["ignore", "pipe", "ignore"] });
    let said = "";
    shell.stdout.on("data", (bytes: Buffer) => (said += bytes.toString()));
    await until("the studio is ready", () => said.includes("Press Ctrl-C"));
    const host = await ask(/http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0] ?? "");
    const farm = await ask(host.farm ?? "");
    shell.kill("SIGTERM");
    await until("both are gone", () => !alive(host.pid) && !alive(farm.pid));
  });

  it("serves on the port that was asked for", async () => {
    const { launcher, url, ended } = await start("three", "--port", "0", "--browser");
    expect((await ask(url)).args).toEqual(["--port", "0"]);
    launcher.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  it("hands on the program's own sentence and exit code where it refuses to start", () => {
    const result = spawnSync(process.execPath, [script("start")], { env: environment("four", { REFUSE: "1" }), encoding: "utf8" });
    expect(result.stderr.trim()).toBe("Another studio works on this data folder. Close it, or choose another folder with --data.");
    expect(result.status).toBe(7);
  });

  it.each([
    [["--prot", "1"], /There is no option --prot.*--port/],
    [["--port", "many"], /--port takes a number/],
    [["story.txt"], /'story.txt' is not an option/],
    [["--data"], /--data/],
  ])("names what it does not know: %j", (options, sentence) => {
    const result = spawnSync(process.execPath, [script("start"), ...options], { env: environment("five"), encoding: "utf8" });
    expect(result.stderr).toMatch(sentence);
    expect(result.stderr.trim().split("\n")).toHaveLength(1);
    expect(result.status).toBe(2);
    expect(existsSync(path.join(checkout, "five"))).toBe(false);
  });

  it("says so where the data folder cannot be made", () => {
    write("a-file", "");
    const result = spawnSync(process.execPath, [script("start")], { env: environment("a-file/data"), encoding: "utf8" });
    expect(result.stderr).toMatch(/The data folder .*a-file\/data cannot be written/);
    expect(result.status).toBe(1);
  });
});

describe("an install", () => {
  it("never empties the packages of another checkout through a link", () => {
    const lock = path.join(checkout, "package-lock.json");
    const kept = readFileSync(lock, "utf8");
    // Beside a folder of its own, so that a launcher that did install would harm nothing but this test's scratch.
    const other = path.join(checkout, "other");
    mkdirSync(path.join(other, "scripts"), { recursive: true });
    mkdirSync(path.join(checkout, "packages", "some-package"), { recursive: true });
    cpSync(path.join(checkout, "scripts"), path.join(other, "scripts"), { recursive: true });
    cpSync(path.join(checkout, "package.json"), path.join(other, "package.json"));
    writeFileSync(path.join(other, "package-lock.json"), kept);
    symlinkSync(path.join(checkout, "packages"), path.join(other, "node_modules"), "junction");
    const result = spawnSync(process.execPath, [path.join(other, "scripts", "lint.mjs")], { env: environment("eight"), encoding: "utf8" });
    expect(result.stderr).toContain("node_modules is a link to another checkout's packages");
    expect(result.status).toBe(1);
    expect(existsSync(path.join(checkout, "packages", "some-package"))).toBe(true);
  });
});

describe("npm run film", () => {
  it("hands every option to the program under Node 24, in the folder of who typed, with its exit code", () => {
    const typedIn = path.join(checkout, "renderer");
    const result = spawnSync(process.execPath, [script("film"), "--story", "a b.txt", "--out", "ü.mp4", "--json"], {
      cwd: checkout,
      env: environment("six", { INIT_CWD: typedIn }),
      encoding: "utf8",
    });
    const said = JSON.parse(result.stdout) as { args: string[]; cwd: string; node: string };
    expect(said.args).toEqual(["--story", "a b.txt", "--out", "ü.mp4", "--json"]);
    expect(said.cwd).toBe(typedIn);
    expect(Number(said.node.split(".")[0])).toBeGreaterThanOrEqual(24);
    expect(result.status).toBe(75);
  });
});

describe("npm run doctor", () => {
  it("reports each check as JSON and fails only where something required is missing", () => {
    const healthy = (more: Record<string, string>) => {
      const result = spawnSync(process.execPath, [script("doctor"), "--json"], { env: environment("seven", more), encoding: "utf8" });
      return {
        status: result.status,
        ...(JSON.parse(result.stdout) as { healthy: boolean; checks: { name: string; required: boolean; ok: boolean }[] }),
      };
    };
    const now = healthy({});
    expect(now.status).toBe(now.checks.some((one) => one.required && !one.ok) ? 1 : 0);
    const without = healthy({ FFMPEG_PATH: path.join(checkout, "no-ffmpeg") });
    expect(without.checks.find((one) => one.name === "ffmpeg")).toMatchObject({
      ok: false,
      required: true,
      remedy: expect.stringContaining("ffmpeg"),
    });
    expect(without.status).toBe(1);
  });
});
