// A window over a core that dies: no call is left without an answer, reads survive the crash, writes are never sent twice.
import { describe, expect, it } from "vitest";
import type { CallResult, LinkMessage, LinkRequest } from "../../shared/contract/studio/link.ts";
import type { CoreLink } from "./core-link.ts";
import { type CoreListeners, CoreProcess } from "./core-process.ts";

const timing = { firstPause: 1, longestPause: 8, livedWell: 60_000, waitForCore: 2000, graceToEnd: 20 };

/** A core process in memory: it keeps what it is asked and does only what the test says. */
class ScriptedCore implements CoreLink {
  readonly pid = undefined;
  readonly asked: LinkRequest[] = [];
  readonly ends: boolean[] = [];
  #message: (message: unknown) => void = () => undefined;
  readonly #ended: ((how: string) => void)[] = [];
  /** Called when it is asked something. */
  onAsked: (request: LinkRequest) => void = () => undefined;
  post(message: unknown): void {
    this.asked.push(message as LinkRequest);
    this.onAsked(message as LinkRequest);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#message = listener;
  }
  onLog(): void {
    // It prints nothing.
  }
  onEnd(listener: (how: string) => void): void {
    this.#ended.push(listener);
  }
  end(force: boolean): void {
    this.ends.push(force);
    if (force) this.die();
  }
  say(message: LinkMessage): void {
    this.#message(message);
  }
  ready(): void {
    this.say({ type: "ready", media: "http://127.0.0.1:1/media/", version: "1" });
  }
  die(): void {
    for (const listener of this.#ended) listener("SIGKILL");
  }
}

/** A process over scripted cores; `next()` waits for the n-th start. */
function over(listeners: Partial<CoreListeners> = {}) {
  const cores: ScriptedCore[] = [];
  const waiting: ((core: ScriptedCore) => void)[] = [];
  const open = () => {
    const core = new ScriptedCore();
    cores.push(core);
    // After the process has put its listeners on it.
    queueMicrotask(() => waiting.shift()?.(core));
    return core;
  };
  const silent: CoreListeners = { ready: () => undefined, event: () => undefined, refused: () => undefined, log: () => undefined };
  const core = new CoreProcess(open, { ...silent, ...listeners }, timing);
  const next = () => new Promise<ScriptedCore>((resolve) => waiting.push(resolve));
  return { core, cores, next };
}

const answer = (core: ScriptedCore, value: unknown) => {
  core.onAsked = (request) => core.say({ type: "result", id: request.id, result: { ok: true, value } });
};

describe("the core's process", () => {
  it("lets calls wait until the core is ready", async () => {
    const { core, next } = over();
    const started = next();
    core.start();
    const called = core.call("projects", "list", {});
    const first = await started;
    expect(first.asked).toEqual([]);
    answer(first, "films");
    first.ready();
    expect(await called).toEqual({ ok: true, value: "films" });
    expect(core.media).toBe("http://127.0.0.1:1/media/");
  });

  it("starts it again after a crash, tells the window, and asks a swallowed read once more", async () => {
    const restarts: boolean[] = [];
    const { core, next } = over({ ready: (restarted) => restarts.push(restarted) });
    const started = next();
    core.start();
    const first = await started;
    first.ready();
    const again = next();
    const called = core.call("projects", "open", { projectId: "p" });
    first.die();
    expect(core.media).toBeUndefined();
    const second = await again;
    answer(second, "film");
    second.ready();
    expect(await called).toEqual({ ok: true, value: "film" });
    expect(restarts).toEqual([false, true]);
  });

  it("answers a swallowed write with an error and never sends it twice", async () => {
    const { core, next } = over();
    const started = next();
    core.start();
    const first = await started;
    first.ready();
    const again = next();
    const called = core.call("storyboard", "render", {});
    first.die();
    expect(await called).toMatchObject({ ok: false, error: { code: "internal" } });
    const second = await again;
    second.ready();
    expect(second.asked).toEqual([]);
  });

  it("does not let one read kill core after core", async () => {
    const { core, next } = over();
    let started = next();
    core.start();
    const called = core.call("jobs", "list", {});
    for (let life = 0; life < 2; life++) {
      const alive = await started;
      alive.onAsked = () => undefined;
      started = next();
      alive.ready();
      expect(alive.asked).toHaveLength(1);
      alive.die();
    }
    expect(await called).toMatchObject({ ok: false });
    const third = await started;
    third.ready();
    expect(third.asked).toEqual([]);
  });

  it("gives up on a call when no core gets ready", async () => {
    const never = new CoreProcess(
      () => new ScriptedCore(),
      { ready: () => undefined, event: () => undefined, refused: () => undefined, log: () => undefined },
      { ...timing, waitForCore: 5 },
    );
    never.start();
    expect(await never.call("app", "state", {})).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("does not start") },
    });
  });

  it("does not start a core again that refuses its data", async () => {
    const refusals: string[] = [];
    const { core, cores, next } = over({ refused: (error) => refusals.push(error.code) });
    const started = next();
    core.start();
    const first = await started;
    const called = core.call("app", "state", {});
    first.say({ type: "refused", error: { code: "data_locked", message: "Another studio works here." } });
    first.die();
    expect(await called).toMatchObject({ ok: false });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(refusals).toEqual(["data_locked"]);
    expect(cores).toHaveLength(1);
  });

  it("ends it politely, then by force, and starts no other", async () => {
    const { core, cores, next } = over();
    const started = next();
    core.start();
    const first = await started;
    first.ready();
    await core.stop();
    expect(first.ends).toEqual([false, true]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(cores).toHaveLength(1);
  });

  it("drops a message that is not of the link, and says so in the log", async () => {
    const words: string[] = [];
    const { core, next } = over({ log: (text) => words.push(text) });
    const started = next();
    core.start();
    const first = await started;
    first.ready();
    first.say({ type: "surprise" } as unknown as LinkMessage);
    const called: Promise<CallResult> = core.call("app", "state", {});
    first.say({ type: "result", id: first.asked[0]?.id ?? 0, result: { ok: true, value: 1 } });
    expect(await called).toEqual({ ok: true, value: 1 });
    expect(words.join("")).toContain("does not know");
  });
});
