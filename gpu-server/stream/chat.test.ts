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

test("every reader has the whole text, from wherever it came in", async () => {
  const piece = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
  const fate = fc.constantFrom("send", "send", "lose", "repeat", "late");
  const scenario = fc.record({
    texts: fc.array(fc.array(piece, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 }),
    fates: fc.array(fate, { minLength: 1, maxLength: 6 }).filter((fates) => fates.includes("send")),
    joinAt: fc.nat(30),
    resendAt: fc.nat(30),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ texts, fates, joinAt, resendAt }) => {
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
      let step = 0;
      for (const [version, pieces] of texts.entries()) {
        let text = "";
        for (const each of pieces) {
          holder.add(account, job, { version, from: text.length, text: each });
          text += each;
          if (step === joinAt) readers.push(reader(bus));
          // After a broken link a node says the whole again.
          if (step === resendAt) holder.add(account, job, { version, from: 0, text });
          step += 1;
          if (step % 4 === 0) await pause(2);
        }
      }
      const whole = texts.at(-1)?.join("") ?? "";
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
