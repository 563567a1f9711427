// The core's process is killed outright at random moments while a person works; started again, everything
// that was answered is there, and the farm got every submission once.
import fc from "fast-check";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import type { CallResult, LinkMessage } from "../../shared/contract/studio/link.ts";
import type { ProjectView } from "../../shared/contract/studio/views.ts";
import { startTestFarm } from "../../main/farm/farm.fixture.ts";
import { shortStory, until } from "../../main/studio.fixture.ts";

const entry = path.resolve(import.meta.dirname, "../../main/core.ts");

class Core {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  readonly ended: Promise<void>;
  #nextId = 1;
  readonly #waiting = new Map<number, (result: CallResult | null) => void>();

  constructor(folder: string, farmUrl: string, tokenFile: string) {
    this.child = spawn(process.execPath, [entry], {
      env: { ...process.env, STUDIO_DATA: folder, STUDIO_FARM_URL: farmUrl, STUDIO_FARM_TOKEN_FILE: tokenFile },
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    this.ready = new Promise((resolve, reject) => {
      this.child.on("message", (message: LinkMessage) => {
        if (message.type === "ready") resolve();
        if (message.type === "refused") reject(new Error(message.error.message));
        if (message.type === "result") this.#waiting.get(message.id)?.(message.result);
      });
      this.child.once("exit", () => reject(new Error("the core ended before it was ready")));
    });
    this.ready.catch(() => undefined);
    this.ended = new Promise((resolve) => {
      this.child.once("exit", () => {
        for (const settle of this.#waiting.values()) settle(null);
        resolve();
      });
    });
  }

  /** Null when the core died before it answered. */
  call(namespace: string, method: string, input: unknown): Promise<CallResult | null> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) return resolve(null);
      this.#waiting.set(id, resolve);
      this.child.send({ type: "call", id, namespace, method, input }, (error) => (error ? resolve(null) : undefined));
    });
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended;
  }
}

const filmOf = (result: CallResult | null) => (result?.ok === true ? (result.value as ProjectView) : null);
const shotsOf = (film: ProjectView) => film.scenes.flatMap((scene) => scene.shots);
/** What was decided, without what the core does by itself in the background. */
const decided = (film: ProjectView) => shotsOf(film).map(({ id, action, frames }) => ({ id, action, frames }));

test("whenever the core is killed, what it answered is kept, and no job is sent twice", async () => {
  const farm = await startTestFarm();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 2, maxLength: 3 }), async (kills) => {
      const folder = mkdtempSync(path.join(tmpdir(), "core-kill-"));
      const tokenFile = path.join(folder, "token");
      writeFileSync(tokenFile, "good");
      const before = farm.keys.length;
      const open = () => new Core(path.join(folder, "data"), farm.address.url, tokenFile);
      let known: ProjectView | null = null;
      let pending: string | null = null;
      for (const delay of kills) {
        const core = open();
        await core.ready;
        const timer = setTimeout(() => void core.kill(), delay);
        if (known === null) known = filmOf(await core.call("projects", "create", { story: shortStory }));
        // Edits one after the other until the core dies: each answer is a promise.
        for (let number = 0; known !== null; number += 1) {
          const film: ProjectView = known;
          const current = filmOf(await core.call("projects", "open", { projectId: film.id }));
          if (current === null) break;
          // The edit that was under way may have been kept or not; every answered one was.
          if (pending === null) expect(decided(current)).toEqual(decided(film));
          else expect([pending, JSON.stringify(decided(film))]).toContain(JSON.stringify(decided(current)));
          pending = null;
          const shot = shotsOf(current)[number % shotsOf(current).length];
          if (shot === undefined) break;
          const patch = { action: `edit ${delay} ${number}` };
          known = current;
          const edited = filmOf(await core.call("storyboard", "updateShot", { shotId: shot.id, patch }));
          if (edited === null) {
            pending = JSON.stringify(decided(current).map((one) => (one.id === shot.id ? { ...one, ...patch } : one)));
            break;
          }
          known = edited;
        }
        clearTimeout(timer);
        await core.kill();
      }
      // Approve and render, killed in the middle, then let it finish.
      for (const delay of [...kills, null]) {
        const core = open();
        await core.ready;
        const timer = delay === null ? undefined : setTimeout(() => void core.kill(), delay);
        known ??= filmOf(await core.call("projects", "create", { story: shortStory }));
        if (known !== null) {
          const projectId = known.id;
          await core.call("storyboard", "approve", { shotIds: shotsOf(known).map((shot) => shot.id) });
          await core.call("storyboard", "render", { projectId });
          if (delay === null) {
            await until(async () => {
              const film = filmOf(await core.call("projects", "open", { projectId }));
              return film !== null && shotsOf(film).every((shot) => shot.state === "rendered");
            }, "every shot is rendered");
            const film = filmOf(await core.call("projects", "open", { projectId }));
            // One scene is one submission; what was sent before an edit came with another content, of which there is none here.
            expect(farm.keys.length - before).toBe(film?.scenes.length);
          }
        }
        clearTimeout(timer);
        await core.kill();
      }
      rmSync(folder, { recursive: true, force: true });
    }),
    { numRuns: 3, endOnFailure: true },
  );
  await farm.stop();
}, 120_000);
