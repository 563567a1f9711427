// Keeps the studio's core running under the window: calls wait while it starts, a crash starts it again
// with back-off, and what was under way when it died is answered with an error, never left hanging.
import type { ErrorBody } from "../../shared/contract/errors.ts";
import { type CallResult, type LinkRequest, linkMessageSchema } from "../../shared/contract/studio/link.ts";
import type { CoreLink } from "./core-link.ts";

/** How long the parts of a core's life take, in milliseconds. */
export interface CoreTiming {
  /** Pause before the first restart; it doubles up to the longest. */
  firstPause: number;
  longestPause: number;
  /** A core that lived so long did not die of its start: the back-off begins anew. */
  livedWell: number;
  /** How long a call waits for a core that is starting. */
  waitForCore: number;
  graceToEnd: number;
}
const usualTiming: CoreTiming = { firstPause: 250, longestPause: 10_000, livedWell: 30_000, waitForCore: 30_000, graceToEnd: 10_000 };

const stopped: ErrorBody = {
  code: "internal",
  message: "The studio's core stopped while it worked on this, and starts again. What was saved is safe; try again.",
};
const notStarting: ErrorBody = {
  code: "internal",
  message: "The studio's core does not start. Its log is in the data folder under logs; close the window and start again.",
};

/** Calls that only read: one that a crash swallowed is asked again, once, instead of failing a screen. */
const reads = new Set(["app.state", "app.settings", "projects.list", "projects.open", "storyboard.takes", "jobs.list", "exports.list"]);

export interface CoreListeners {
  /** The core answers; `restarted` is false the first time. */
  ready(restarted: boolean): void;
  event(name: string, data: unknown): void;
  /** The core will not start on this data: the sentence for the person. It is not tried again. */
  refused(error: ErrorBody): void;
  log(text: string): void;
}

interface Call {
  request: LinkRequest;
  answer: (result: CallResult) => void;
  sent: boolean;
  repeated: boolean;
}

export class CoreProcess {
  readonly #open: () => CoreLink;
  readonly #listeners: CoreListeners;
  readonly #timing: CoreTiming;
  readonly #calls = new Map<number, Call>();
  #nextId = 1;
  #link: CoreLink | undefined;
  #media: string | undefined;
  #wasReady = false;
  #stopping = false;
  #pauseMs: number;
  #restart: NodeJS.Timeout | undefined;

  /** `open` starts a core process; it is called again after each crash. */
  constructor(open: () => CoreLink, listeners: CoreListeners, timing = usualTiming) {
    this.#open = open;
    this.#listeners = listeners;
    this.#timing = timing;
    this.#pauseMs = timing.firstPause;
  }

  /** The core's address for blobs while it is ready, else undefined. */
  get media(): string | undefined {
    return this.#media;
  }

  start(): void {
    const startedAt = Date.now();
    const link = this.#open();
    this.#link = link;
    link.onLog((text) => this.#listeners.log(text));
    link.onMessage((message) => this.#receive(message));
    let ended = false;
    link.onEnd((how) => {
      if (ended) return;
      ended = true;
      this.#ended(how, Date.now() - startedAt);
    });
  }

  /** Asks the core. Always answers; a core that is starting is waited for. */
  call(namespace: string, method: string, input: unknown): Promise<CallResult> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      const call: Call = {
        request: { type: "call", id, namespace, method, input },
        sent: false,
        repeated: false,
        answer: (result) => {
          clearTimeout(timer);
          this.#calls.delete(id);
          resolve(result);
        },
      };
      const timer = setTimeout(() => {
        if (!call.sent) call.answer({ ok: false, error: notStarting });
      }, this.#timing.waitForCore);
      this.#calls.set(id, call);
      this.#send(call);
    });
  }

  /** Ends the core and starts no other; resolves when its process is gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    const link = this.#link;
    if (link === undefined) return;
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => link.end(true), this.#timing.graceToEnd);
      link.onEnd(() => {
        clearTimeout(force);
        resolve();
      });
      link.end(false);
    });
  }

  #send(call: Call): void {
    if (this.#media === undefined || this.#link === undefined) return;
    call.sent = true;
    this.#link.post(call.request);
  }

  #receive(raw: unknown): void {
    const parsed = linkMessageSchema.safeParse(raw);
    if (!parsed.success) {
      this.#listeners.log(`The core sent a message that the window does not know: ${parsed.error.message}\n`);
      return;
    }
    const message = parsed.data;
    if (message.type === "event") this.#listeners.event(message.name, message.data);
    else if (message.type === "result") this.#calls.get(message.id)?.answer(message.result);
    else if (message.type === "refused") {
      this.#stopping = true;
      this.#listeners.refused(message.error);
    } else {
      this.#media = message.media;
      const restarted = this.#wasReady;
      this.#wasReady = true;
      this.#listeners.ready(restarted);
      for (const call of this.#calls.values()) if (!call.sent) this.#send(call);
    }
  }

  #ended(how: string, livedMs: number): void {
    this.#link = undefined;
    this.#media = undefined;
    for (const call of this.#calls.values()) {
      const { namespace, method } = call.request;
      const again = !this.#stopping && (!call.sent || (!call.repeated && reads.has(`${namespace}.${method}`)));
      if (!again) call.answer({ ok: false, error: stopped });
      else if (call.sent) Object.assign(call, { sent: false, repeated: true });
    }
    if (this.#stopping) return;
    if (livedMs > this.#timing.livedWell) this.#pauseMs = this.#timing.firstPause;
    this.#listeners.log(`The core ended (${how}); it starts again in ${this.#pauseMs} ms.\n`);
    this.#restart = setTimeout(() => this.start(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, this.#timing.longestPause);
  }
}
