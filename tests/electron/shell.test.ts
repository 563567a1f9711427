// The desktop shell on a real Electron: what the page gets, what it may not do, and that a dead core comes back.
// The runtime is an older Electron (scripts/setup/electron-runtime.mjs), so the core runs under this Node.
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ElectronApplication, type Page, _electron } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AssetCard } from "../../shared/contract/studio/library-views.ts";
import type { StudioBridge } from "../../renderer/lib/bridge.ts";

const root = path.resolve(import.meta.dirname, "../..");
const scratch = mkdtempSync(path.join(tmpdir(), "studio-shell-"));
const appFolder = path.join(scratch, "app");
const data = path.join(scratch, "data");

/** The runtime's folder, or why there is none. */
function findRuntime(): { path?: string; reason?: string } {
  const known = process.env["STUDIO_TEST_ELECTRON"];
  const said = known ?? execFileSync(process.execPath, [path.join(root, "scripts/setup/electron-runtime.mjs")], { encoding: "utf8" });
  return JSON.parse(said) as { path?: string; reason?: string };
}

const runtime = findRuntime();
const missing = runtime.path === undefined ? runtime.reason : spawnSync("Xvfb", ["-version"]).error ? "Xvfb is not installed" : undefined;

/** An app folder as electron <folder> takes it: the built shell and screens, the core's source. */
function buildApp(): void {
  mkdirSync(appFolder, { recursive: true });
  writeFileSync(path.join(appFolder, "package.json"), JSON.stringify({ name: "ourvidz-studio", main: "dist/electron/main.cjs" }));
  const build = [path.join(root, "scripts/build.mjs"), "--quiet", "--development", "--target", "chrome108"];
  execFileSync(process.execPath, [...build, "--out", path.join(appFolder, "dist")], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  symlinkSync(path.join(root, "main"), path.join(appFolder, "main"), "dir");
}

/** A display of its own, on a number that Xvfb finds free itself. */
async function startDisplay(): Promise<{ server: ChildProcess; display: string }> {
  const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const number = await new Promise<string>((resolve, reject) => {
    server.once("exit", () => reject(new Error("Xvfb ended before it had a display")));
    server.stdio[3]?.once("data", (bytes: Buffer) => resolve(bytes.toString().trim()));
  });
  return { server, display: `:${number}` };
}

/** The process ids below one process whose command line holds a text. */
function childrenOf(parent: number, text: string): number[] {
  const found: number[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const after = readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1] ?? "";
      if (Number(after.split(" ")[1]) === parent && readFileSync(`/proc/${name}/cmdline`, "utf8").includes(text)) found.push(Number(name));
    } catch {
      // It ended meanwhile.
    }
  }
  return found;
}

const alive = (pid: number) => existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z");

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited a minute for: ${what}`);
    await sleep(50);
  }
}

describe("the shell", () => {
  let display: Awaited<ReturnType<typeof startDisplay>> | undefined;
  let launched: ElectronApplication | undefined;
  let electron: ElectronApplication;
  let page: Page;
  let environment: Record<string, string>;
  const executable = path.join(runtime.path ?? "", "electron");
  // Root, as an automatic build often is, cannot have Chromium's sandbox; what the page gets is the same without it.
  const args = [appFolder, "--disable-gpu", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];

  beforeAll(async () => {
    if (missing !== undefined) return;
    buildApp();
    display = await startDisplay();
    const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    environment = {
      ...Object.fromEntries(inherited.filter(([name]) => !name.startsWith("VITEST") && name !== "NODE_OPTIONS")),
      DISPLAY: display.display,
      STUDIO_DATA: data,
      STUDIO_CORE_NODE: process.execPath,
    };
    electron = launched = await _electron.launch({ executablePath: executable, args, env: environment });
    page = await electron.firstWindow();
    await page.waitForLoadState();
  }, 180_000);

  beforeEach((context) => {
    if (missing !== undefined) context.skip(missing);
  });

  afterAll(async () => {
    await launched?.close().catch(() => undefined);
    display?.server.kill();
    if (process.env["STUDIO_TEST_KEEP"] === undefined) rmSync(scratch, { recursive: true, force: true });
  });

  const call = (namespace: string, method: string, input: unknown = {}) =>
    page.evaluate(([n, m, i]) => (window.studio as StudioBridge).call(n as string, m as string, i), [namespace, method, input] as const);

  it("opens one window on the app's own page", async () => {
    expect(page.url()).toBe("studio://app/index.html");
    expect(electron.windows()).toHaveLength(1);
    await until("the window is shown", () =>
      electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().every((one) => one.isVisible())),
    );
  });

  it("gives the page the bridge and nothing of Node or Electron", async () => {
    const seen = await page.evaluate(() => ({
      bridge: Object.keys(window.studio as StudioBridge).sort(),
      host: (window.studio as StudioBridge).host,
      kinds: [typeof (window.studio as StudioBridge).call, typeof (window.studio as StudioBridge).on],
      strangers: ["require", "module", "process", "Buffer", "global", "ipcRenderer", "electron", "__dirname"].filter(
        (name) => name in window,
      ),
    }));
    expect(seen).toEqual({
      bridge: ["call", "host", "on", "pathsOf", "startDrag"],
      host: "electron",
      kinds: ["function", "function"],
      strangers: [],
    });
    const preferences = await electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } = contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity };
    });
    expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, webSecurity: true });
  });

  it("answers calls of the contract and refuses every other name", async () => {
    expect(await call("app", "state")).toMatchObject({ ok: true, value: { dataFolder: data } });
    for (const [namespace, method] of [
      ["app", "quit"],
      ["app", "constructor"],
      ["constructor", "prototype"],
      ["__proto__", "toString"],
      ["", ""],
    ] as const) {
      expect(await call(namespace, method)).toMatchObject({ ok: false, error: { code: "method_unknown" } });
    }
    expect(await call("projects", "open", { projectId: "not an id" })).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    const thrown = await page.evaluate(() => {
      try {
        (window.studio as StudioBridge).on("anything", () => undefined);
        return "heard";
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(thrown).toContain("no event called anything");
  });

  it("serves its files under a policy without eval, inline scripts or the network", async () => {
    const policy = await page.evaluate(async () => (await fetch("studio://app/index.html")).headers.get("content-security-policy") ?? "");
    const rules = new Map(policy.split("; ").map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1).join(" ")]));
    expect(rules.get("default-src")).toBe("'none'");
    expect(rules.get("script-src")).toBe("'self'");
    expect(policy).not.toMatch(/unsafe-eval|https?:|wss?:|\*/);
    const tried = await page.evaluate(async () => {
      // In a timer: what the debugger itself runs stands above the page's policy.
      const evaluated = new Promise<unknown>((resolve) => {
        setTimeout(() => {
          try {
            resolve(window.eval("1 + 1"));
          } catch (error) {
            resolve((error as Error).name);
          }
        }, 0);
      });
      const script = document.createElement("script");
      script.textContent = "document.body.dataset.ran = 'inline'";
      const button = document.createElement("button");
      button.setAttribute("onclick", "document.body.dataset.ran = 'attribute'");
      document.body.append(script, button);
      button.click();
      const inline = document.body.dataset["ran"] ?? "refused";
      script.remove();
      button.remove();
      const network = await fetch("https://example.com/").then(
        () => "reached",
        () => "refused",
      );
      return { evaluated: await evaluated, inline, network };
    });
    expect(tried).toEqual({ evaluated: "EvalError", inline: "refused", network: "refused" });
  });

  it("serves no file outside the screens", async () => {
    const statuses = await page.evaluate(() =>
      Promise.all(
        [
          "studio://app/../package.json",
          "studio://app/%2e%2e/%2e%2e/package.json",
          "studio://app/..%2f..%2fpackage.json",
          "studio://app/none.js",
        ].map(async (url) => (await fetch(url)).status),
      ),
    );
    expect(statuses).toEqual([404, 404, 404, 404]);
  });

  it("refuses to go elsewhere, to open windows and to embed pages", async () => {
    await electron.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = (address: string) => {
        opened.push(address);
        return Promise.resolve();
      };
    });
    const addresses = ["https://example.com/film", "http://example.com/", "file:///etc/passwd", "javascript:alert(1)", "studio://other/"];
    const windows = await page.evaluate((list) => list.map((address) => window.open(address) === null), addresses);
    expect(windows).toEqual(addresses.map(() => true));
    for (const address of ["https://example.com/", "file:///etc/passwd", "studio://other/index.html", "data:text/html,hello"]) {
      await page.evaluate((to) => {
        const link = document.createElement("a");
        link.href = to;
        document.body.append(link);
        link.click();
        link.remove();
      }, address);
    }
    await page.evaluate(() => {
      const frame = document.createElement("iframe");
      frame.src = "studio://app/index.html";
      const view = document.createElement("webview");
      view.setAttribute("src", "studio://app/index.html");
      document.body.append(frame, view);
    });
    // A round trip through both processes: what would have gone elsewhere has had its turn.
    await call("app", "state");
    expect(page.url()).toBe("studio://app/index.html");
    expect(electron.windows()).toHaveLength(1);
    const contents = await electron.evaluate(({ webContents }) => webContents.getAllWebContents().map((one) => one.getURL()));
    expect(contents).toEqual(["studio://app/index.html"]);
    // Only an https address reaches the person's own browser.
    expect(await electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual(["https://example.com/film"]);
    await page.evaluate(() => document.querySelectorAll("iframe, webview").forEach((one) => one.remove()));
  });

  it("denies every permission", async () => {
    const answers = await page.evaluate(async () => ({
      notifications: await Notification.requestPermission(),
      place: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve("given"),
          (error) => resolve(error.code),
        ),
      ),
      camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => "given",
        (error: Error) => error.name,
      ),
      clipboard: await navigator.clipboard.readText().then(
        () => "given",
        (error: Error) => error.name,
      ),
    }));
    expect(answers).toMatchObject({ notifications: "denied", place: 1, clipboard: "NotAllowedError" });
    expect(answers.camera).toMatch(/NotAllowedError|NotFoundError/);
  });

  it("gives the page a blob by its hash, whole or in ranges, and nothing by another name", async () => {
    const created = await call("projects", "create", { story: "INT. KITCHEN - NIGHT\n\nANNA pours tea and looks at the door.\n" });
    expect(created.ok).toBe(true);
    const { id } = (created as { value: { id: string } }).value;
    let hash: string | undefined;
    await until("the first frame is drawn", async () => {
      const opened = await call("projects", "open", { projectId: id });
      hash = /"still":"([0-9a-f]{64})"/.exec(JSON.stringify(opened))?.[1];
      return hash !== undefined;
    });
    const got = await page.evaluate(async (address) => {
      const ask = async (options: RequestInit) => {
        const answer = await fetch(address, options);
        const bytes = new Uint8Array(await answer.arrayBuffer());
        return {
          status: answer.status,
          length: bytes.length,
          range: answer.headers.get("content-range"),
          type: answer.headers.get("content-type"),
          bytes,
        };
      };
      const whole = await ask({});
      const digest = await crypto.subtle.digest("SHA-256", whole.bytes);
      const part = await ask({ headers: { range: "bytes=4-9" } });
      const past = await ask({ headers: { range: "bytes=999999999-" } });
      const head = await ask({ method: "HEAD" });
      const post = await ask({ method: "POST" });
      return {
        hash: Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join(""),
        whole: { status: whole.status, image: whole.type?.startsWith("image/") },
        part: { status: part.status, range: part.range, same: String(part.bytes) === String(whole.bytes.slice(4, 10)) },
        past: past.status,
        head: { status: head.status, length: head.length },
        post: post.status,
        size: whole.length,
      };
    }, `studio-media://blob/${hash}`);
    expect(got).toEqual({
      hash,
      whole: { status: 200, image: true },
      part: { status: 206, range: `bytes 4-9/${got.size}`, same: true },
      past: 416,
      head: { status: 200, length: 0 },
      post: 405,
      size: got.size,
    });
    const strangers = await page.evaluate(
      (list) =>
        Promise.all(
          list.map((address) =>
            fetch(address).then(
              (answer) => answer.status,
              () => "refused",
            ),
          ),
        ),
      [
        `studio-media://blob/${createHash("sha256").update("unknown").digest("hex")}`,
        "studio-media://blob/..%2fstudio.db",
        "studio-media://other/x",
      ],
    );
    expect(strangers).toEqual([404, 404, "refused"]);
  });

  it("takes a picture that is dropped on the library, by its path, and hands its file to the desktop", async () => {
    const picture = path.join(scratch, "Harbour at dusk.png");
    writeFileSync(
      picture,
      await sharp({ create: { width: 64, height: 40, channels: 3, background: "#4a6a8c" } })
        .png()
        .toBuffer(),
    );
    await page.evaluate(() => {
      window.location.hash = "#/library";
    });
    await until("the library is in sight", () => page.evaluate(() => document.querySelector("[data-import-files]") !== null));
    const devtools = await page.context().newCDPSession(page);
    const data = { items: [], files: [picture], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"] as const)
      await devtools.send("Input.dispatchDragEvent", { type, x: 800, y: 500, data });
    await devtools.detach();
    const found = async () => {
      const list = (await call("library", "page", { query: { text: "Harbour" } })) as { ok: true; value: { assets: AssetCard[] } };
      return list.value.assets[0];
    };
    await until("the picture is in the library", async () => (await found()) !== undefined);
    const asset = (await found()) as AssetCard;
    expect(asset).toMatchObject({ kind: "image", state: "kept", hash: createHash("sha256").update(readFileSync(picture)).digest("hex") });
    // The desktop's own drag wants a hand that holds a button: what it would be given is written down instead.
    await electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      Object.assign(contents ?? {}, {
        startDrag: (item: { file: string; files: string[]; icon: Electron.NativeImage }) =>
          Object.assign(globalThis, { dragged: { file: item.file, files: item.files, emptyIcon: item.icon.isEmpty() } }),
      });
    });
    type Dragged = { file: string; files: string[]; emptyIcon: boolean };
    const dragged = () => electron.evaluate(() => (globalThis as unknown as { dragged?: Dragged }).dragged);
    // As the grid begins it: a drag of the tile with Ctrl held.
    await until("its tile is in sight", () => page.evaluate((id) => document.querySelector(`[data-asset="${id}"]`) !== null, asset.id));
    const kept = await page.evaluate((id) => {
      const begun = (ctrlKey: boolean) =>
        document
          .querySelector(`[data-asset="${id}"]`)
          ?.dispatchEvent(new DragEvent("dragstart", { bubbles: true, cancelable: true, ctrlKey, dataTransfer: new DataTransfer() }));
      return [begun(false), begun(true)];
    }, asset.id);
    expect(kept).toEqual([true, false]);
    await until("the drag has begun", async () => (await dragged()) !== undefined);
    const { file, files, emptyIcon } = (await dragged()) as Dragged;
    expect({ files, emptyIcon, name: path.basename(file) }).toEqual({ files: [file], emptyIcon: false, name: "Harbour at dusk.png" });
    const pixels = (bytes: string) => sharp(bytes).raw().toBuffer();
    expect((await pixels(file)).equals(await pixels(picture))).toBe(true);
    const drag = (ids: unknown) => page.evaluate((list) => window.studio?.startDrag?.(list as string[]), ids);
    expect(await drag([asset.id])).toEqual({ ok: true, value: { files: 1 } });
    expect(await drag(["/etc/passwd"])).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect(await drag("nothing")).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });

  it("keeps notifications from pages also when the settings ask for them", async () => {
    expect(await call("app", "changeSettings", { notifications: { on: true } })).toMatchObject({ ok: true });
    const asked = await page.evaluate(async () => [await Notification.requestPermission(), Notification.permission]);
    expect(asked).toEqual(["denied", "denied"]);
    await page.evaluate(() => {
      window.location.hash = "";
    });
  });

  it("starts the core again under the living window when it is killed", async () => {
    const shellPid = electron.process().pid ?? 0;
    const coreOf = () => childrenOf(shellPid, "core.ts");
    const [first] = coreOf();
    expect(coreOf()).toHaveLength(1);
    await page.evaluate(() => {
      Object.assign(window, { notices: [] });
      (window.studio as StudioBridge).on("notice", (notice) => (window as unknown as { notices: unknown[] }).notices.push(notice));
    });
    const before = await call("projects", "list");
    process.kill(first ?? 0, "SIGKILL");
    await until("the core is gone", () => !alive(first ?? 0));
    expect(await call("projects", "list")).toEqual(before);
    expect(coreOf()).not.toContain(first);
    expect(page.url().split("#")[0]).toBe("studio://app/index.html");
    const notices = await page.evaluate(() => (window as unknown as { notices: unknown[] }).notices);
    expect(JSON.stringify(notices)).toContain("started again");
  });

  it("draws the sample film's cover, also on an older Chromium", async () => {
    // Not by a locator: after the refused navigations above the tool waits for one that never ends.
    const count = () =>
      page.evaluate(() => {
        const cover = document.querySelector<HTMLImageElement>("main .picture img");
        const context = document.createElement("canvas").getContext("2d");
        if (cover === null || context === null || cover.naturalWidth === 0) return 0;
        context.drawImage(cover, 0, 0, 64, 36);
        const { data } = context.getImageData(0, 0, 64, 36);
        const seen = new Set<number>();
        for (let at = 0; at < data.length; at += 4) seen.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
        return seen.size;
      });
    await until("the cover is in sight", async () => (await count()) > 0);
    const colours = await count();
    // A drawn scene has hundreds; an empty well has one.
    expect(colours).toBeGreaterThan(100);
  });

  it("takes a picture that is not one flat colour", async () => {
    const file = path.join(scratch, "shell.png");
    const picture = await page.screenshot({ path: file });
    const different = await electron.evaluate(async ({ BrowserWindow }) => {
      const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
      return new Set(image?.toBitmap().toString("hex").match(/.{8}/g)).size;
    });
    expect(different).toBeGreaterThan(1);
    if (process.env["STUDIO_TEST_PICTURES"]) {
      mkdirSync(process.env["STUDIO_TEST_PICTURES"], { recursive: true });
      copyFileSync(file, path.join(process.env["STUDIO_TEST_PICTURES"], "shell.png"));
    }
    expect(picture.length).toBeGreaterThan(0);
  });

  it("lets a second start on the same data folder bring the first window to the front", () => {
    const second = spawnSync(executable, args, { env: environment, encoding: "utf8", timeout: 60_000 });
    expect(second.status).toBe(1);
    expect(second.stderr).toContain("Another studio works on this data folder");
    expect(electron.windows()).toHaveLength(1);
  });

  it("ends the core when it quits", async () => {
    const shellPid = electron.process().pid ?? 0;
    const [core] = childrenOf(shellPid, "core.ts");
    expect(core).toBeDefined();
    await electron.close();
    await until("the core is gone", () => !alive(core ?? 0));
  });
});
