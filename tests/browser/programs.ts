// Real programs for the browser tests and the typing benchmark: a Chromium, the browser host and a
// farm, each on temporary data, started once and ended in order.
import { spawn, type ChildProcess } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { removeFarmData } from "../farm-data.ts";

const root = join(import.meta.dirname, "../..");

/** A Chromium of this machine; undefined where there is none. */
export function findChromium(): string | undefined {
  const names = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  return names.find((name) => {
    if (name === undefined) return false;
    try {
      accessSync(name, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Starts the Chromium at `executablePath` without its own network traffic. */
export function openBrowser(executablePath: string): Promise<Browser> {
  const quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", ...quiet] });
}

export interface Program {
  /** What the program printed when it was ready. */
  ready: Record<string, string>;
  process: ChildProcess;
  /** The last that it said on its error output. */
  log(): string;
  /** Ends it in order; rejects never. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a Node program of the product and waits for its line {ready: true}. */
export function startProgram(file: string, args: string[], env: Record<string, string> = {}): Promise<Program> {
  const child = spawn(process.execPath, [join(root, file), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let problems = "";
  child.stderr.on("data", (chunk: Buffer) => {
    problems = (problems + chunk.toString()).slice(-8000);
  });
  const closed = new Promise<void>((end) =>
    child.once("close", (code, signal) => {
      problems += `it ended with ${signal ?? code}\n`;
      end();
    }),
  );
  return new Promise((resolve, reject) => {
    child.once("close", (code) => reject(new Error(`${file} ended with ${code} before it was ready: ${problems}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (!line.startsWith("{")) return;
      const ready = JSON.parse(line) as Record<string, string>;
      resolve({
        ready,
        process: child,
        log: () => problems,
        stop: async (signal = "SIGTERM") => {
          if (child.exitCode === null && child.signalCode === null) child.kill(signal);
          await closed;
        },
      });
    });
  });
}

/** Builds the screens when their sources changed; one build at a time over all test workers. */
export async function ensureScreens(): Promise<void> {
  const lock = join(tmpdir(), `studio-screens-${process.getuid?.() ?? 0}.lock`);
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      // A lock whose owner died: no build takes two minutes.
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > 120_000) rmSync(lock, { recursive: true, force: true });
      await new Promise((wait) => setTimeout(wait, 200));
    }
  }
  try {
    const built = (await import(pathToFileURL(join(root, "scripts/setup/built.mjs")).href)) as {
      ensureBuilt(parts: string[]): Promise<void>;
    };
    await built.ensureBuilt(["renderer"]);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

export interface World {
  folder: string;
  host: Program;
  farm: Program | null;
  browser: Browser;
  /** Everything that the pages complained about: console errors, page errors, policy violations. */
  complaints: string[];
  /** What the pages wrote to their console, and what became of them. */
  said: string[];
  /** What host and farm said last, for a test that waited in vain. */
  log(): string;
  /** A page of the studio at a window size, signed in; in the appearance of the settings where none is named. */
  page(size?: { width: number; height: number }, theme?: "dark" | "light"): Promise<Page>;
  /** Starts the host again on the same data and port. */
  restartHost(signal?: NodeJS.Signals): Promise<void>;
  close(): Promise<void>;
}

/** A studio on fresh data, with a farm where `withFarm`, and a browser to look at it. What was started ends when the rest fails to start. */
export async function openWorld(executablePath: string, withFarm: boolean): Promise<World> {
  await ensureScreens();
  const folder = mkdtempSync(join(tmpdir(), "studio-browser-"));
  const ends: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
    removeFarmData(join(folder, "farm"));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return await startWorld(executablePath, withFarm, folder, ends, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function startWorld(
  executablePath: string,
  withFarm: boolean,
  folder: string,
  ends: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<World> {
  const farm = withFarm ? await startProgram("gpu-server/farm.ts", ["--data", join(folder, "farm")], { FARM_PRICES: "test" }) : null;
  if (farm !== null) ends.push(() => farm.stop());
  const farmEnv = farm === null ? {} : { STUDIO_FARM_URL: farm.ready["url"] ?? "", STUDIO_FARM_TOKEN_FILE: farm.ready["tokenFile"] ?? "" };
  const startHost = (port: string) => startProgram("main/host/serve.ts", ["--data", join(folder, "studio"), "--port", port], farmEnv);
  const complaints: string[] = [];
  const said: string[] = [];
  const host = await startHost("0");
  ends.push(() => world.host.stop());
  const browser = await openBrowser(executablePath);
  ends.push(() => browser.close());
  const world: World = {
    folder,
    host,
    farm,
    browser,
    complaints,
    said,
    log: () => `host:\n${world.host.log()}\nfarm:\n${farm?.log() ?? "none"}`,
    page: async (size = { width: 1440, height: 900 }, theme) => {
      const context = await browser.newContext({ viewport: size, colorScheme: "light", reducedMotion: "reduce" });
      // As long as a busy machine needs; what never comes is ended by this and told.
      context.setDefaultTimeout(60_000);
      const page = await context.newPage();
      page.on("crash", () => complaints.push("a page crashed"));
      page.on("console", (message) => {
        said.push(`${message.type()}: ${message.text()}`);
        // While the host is away the browser itself reports each failed attempt to reach it.
        const away = /WebSocket connection to|ERR_CONNECTION_REFUSED/.test(message.text());
        if (message.type() === "error" && !away) complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("requestfailed", (request) => said.push(`request failed: ${request.url()} ${request.failure()?.errorText ?? ""}`));
      await page.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) =>
          console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
        );
      });
      await page.goto(world.host.ready["url"] ?? "");
      if (theme !== undefined) {
        await page.getByRole("button", { name: "Appearance" }).click();
        await page.getByRole("menuitem", { name: theme === "dark" ? "Dark" : "Light" }).click();
        await page.locator(`html[data-theme=${theme}]`).waitFor({ state: "attached" });
      }
      return page;
    },
    restartHost: async (signal) => {
      const { port } = new URL(world.host.ready["url"] ?? "");
      await world.host.stop(signal);
      world.host = await startHost(port);
    },
    close,
  };
  return world;
}
