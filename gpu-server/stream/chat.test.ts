// A running text reaches whoever listens whole: over a bus that loses, repeats and reorders, for whoever
// comes late, and anew when another worker begins it again.
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { jobRequestSchema } from "../../shared/contract/farm-http.ts";
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import { createLocalBus } from "../bus/local.ts";
import { askTextSubject, type TextPiece, tokenSubject } from "../bus/subjects.ts";
import type { Bus } from "../ports.ts";
import { createSmallFarm, testLogger } from "../testing/small-farm.ts";
import { createTextFollower } from "./chat-follower.ts";
import { createRunningTexts } from "./chat.ts";

const account = "a" as AccountId;
const job = "j" as JobId;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Someone who reads: puts each piece where it belongs. */
function reader(bus: Bus, job = "j" as JobId, account = "a" as AccountId) {
  const state = { text: "", messages: 0 };
  const follower = createTextFollower({
    slow: () => false,
    ask: () => bus.publish(askTextSubject(account), { accountId: account }),
    send(_job, seq, delta) {
      expect(seq).toBeLessThanOrEqual(state.text.length);
      state.text = state.text.slice(0, seq) + delta;
      state.messages += 1;
    },
  });
  const stop = bus.subscribe(tokenSubject(account, job), (payload) => follower.piece(job, payload as TextPiece));
  return Object.assign(state, { stop });
}

const piece = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const texts = fc.array(fc.array(piece, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 });

test("whatever comes in whatever order, a reader has the beginning of the newest text that it heard of, and after asking all of it", () => {
  fc.assert(
    fc.property(texts, fc.infiniteStream(fc.nat(1000)), (all, chances) => {
      const told = all.flatMap((pieces, version) =>
        pieces.map((delta, index): TextPiece => ({ version, seq: pieces.slice(0, index).join("").length, delta })),
      );
      // Any of them, any number of times, in any order.
      const sent = Array.from({ length: told.length * 2 }, () => told[(chances.next().value ?? 0) % told.length] as TextPiece);
      let text = "";
      const follower = createTextFollower({
        slow: () => false,
        ask: () => undefined,
        send: (_job, seq, delta) => (text = text.slice(0, seq) + delta),
      });
      let newest = -1;
      for (const each of sent) {
        const before = newest;
        newest = Math.max(newest, each.version);
        follower.piece(job, each);
        const whole = all[newest]?.join("") ?? "";
        // The first of a newer text may not be its beginning: until that comes, the older one stands.
        const older = all.slice(0, newest).map((pieces) => pieces.join(""));
        expect([whole, ...(newest > before || text !== "" ? older : [])].some((one) => one.startsWith(text))).toBe(true);
      }
      follower.piece(job, { version: newest, seq: 0, delta: all[newest]?.join("") ?? "" });
      expect(text).toBe(all[newest]?.join(""));
      for (const each of told) if (each.version < newest) follower.piece(job, each);
      expect(text).toBe(all[newest]?.join(""));
    }),
  );
});

test("pieces that are lost between node and farm leave a beginning, never a text with a hole", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(piece, fc.boolean()), { minLength: 2, maxLength: 12 }), async (pieces) => {
      const bus = createLocalBus(testLogger);
      const holder = createRunningTexts(bus, { batchMs: 1 });
      const one = reader(bus);
      let from = 0;
      for (const [text, arrives] of pieces) {
        if (arrives) holder.add(account, job, { version: 1, from, text });
        from += text.length;
      }
      await pause(3);
      const whole = pieces.map(([text]) => text).join("");
      expect(whole.startsWith(one.text)).toBe(true);
      holder.add(account, job, { version: 1, from: 0, text: whole });
      holder.end(job);
      await pause(2);
      expect(one.text).toBe(whole);
      one.stop();
    }),
    { numRuns: 30 },
  );
});

test("every reader has the whole text, from wherever it came in, over a bad bus", async () => {
  const scenario = fc.record({
    texts: fc.array(fc.array(fc.tuple(piece, fc.boolean()), { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 }),
    fates: fc
      .array(fc.constantFrom("send", "send", "lose", "repeat", "late"), { minLength: 1, maxLength: 6 })
      .filter((fates) => fates.includes("send")),
    joinAt: fc.nat(100),
    resendAt: fc.nat(100),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ texts: all, fates, joinAt, resendAt }) => {
      const inner = createLocalBus(testLogger);
      let turn = 0;
      const bus: Bus = {
        subscribe: (subject, listener) => inner.subscribe(subject, listener),
        publish(subject, payload) {
          const what = subject.startsWith("tok.") ? fates[turn++ % fates.length] : "send";
          if (what === "lose") return;
          if (what === "late") setImmediate(() => setImmediate(() => inner.publish(subject, payload)));
          else inner.publish(subject, payload);
          if (what === "repeat") inner.publish(subject, payload);
        },
      };
      const holder = createRunningTexts(bus, { batchMs: 1 });
      const readers = [reader(bus)];
      const steps = all.flat().length;
      let step = 0;
      for (const [version, pieces] of all.entries()) {
        let text = "";
        for (const [each, told] of pieces) {
          holder.add(account, job, { version, from: text.length, text: each });
          text += each;
          if (step === joinAt % steps) readers.push(reader(bus));
          // After a broken link a node says the whole again.
          if (step === resendAt % steps) holder.add(account, job, { version, from: 0, text });
          step += 1;
          if (told) await pause(2);
        }
      }
      const whole = (all.at(-1) ?? []).map(([text]) => text).join("");
      // A gap is noticed by the next piece: here, by asking until all is there.
      for (let tries = 0; tries < 400 && readers.some(({ text }) => text !== whole); tries += 1) {
        inner.publish(askTextSubject(account), { accountId: account });
        await pause(1);
      }
      expect(readers.map(({ text }) => text)).toEqual(readers.map(() => whole));
      for (const each of readers) each.stop();
      holder.clear();
    }),
    { numRuns: 40 },
  );
});

test("pieces are told together; no message passes the bus's 32 KiB; an ended text is told to its end and forgotten", async () => {
  const bus = createLocalBus(testLogger);
  const holder = createRunningTexts(bus);
  const sizes: number[] = [];
  bus.subscribe(tokenSubject(account, job), (payload) => void sizes.push(JSON.stringify(payload).length));
  const one = reader(bus);
  for (let index = 0; index < 100; index += 1) holder.add(account, job, { version: 1, from: index, text: "x" });
  holder.end(job);
  await pause(5);
  expect(one).toMatchObject({ text: "x".repeat(100), messages: 1 });
  // The worst that JSON can make of a unit.
  holder.add(account, job, { version: 2, from: 0, text: "\u0000".repeat(60_000) });
  holder.end(job);
  await pause(30);
  expect(one.text.length).toBe(60_000);
  expect(Math.max(...sizes)).toBeLessThan(32 * 1024);
  const late = reader(bus);
  bus.publish(askTextSubject(account), { accountId: account });
  await pause(5);
  expect(late.text).toBe("");
  holder.clear();
});

test("a reply of the draft engine comes in pieces from its worker to the stream, also over a link that breaks", async () => {
  const farm = await createSmallFarm();
  try {
    await farm.node({ worker: fileURLToPath(new URL("../engines/draft/worker.ts", import.meta.url)) });
    const messages = [{ role: "user", text: "Two sailors talk on the pier at dusk." }];
    const jobId = farm.submit(farm.account, jobRequestSchema.parse({ kind: "text.chat", quality: "draft", input: { messages } }));
    const one = reader(farm.bus, jobId, farm.account);
    await farm.until(() => one.messages > 1 && one.text.length > 20, "the first pieces");
    farm.cut();
    await pause(200);
    farm.mend();
    const { job: ended } = await farm.ended(jobId);
    const [reply] = ended.artifacts;
    if (reply === undefined) throw new Error("no reply");
    const whole = await farm.read(reply);
    expect(whole).toMatch(/^Draft reply/);
    await farm.until(() => one.text === whole, "the whole text");
  } finally {
    await farm.close();
  }
});
