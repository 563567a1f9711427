// The bus: who hears what, in which order, and that one bad listener is nobody else's trouble.
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Logger } from "../ports.ts";
import { createLocalBus } from "./local.ts";

const quietLogger: Logger = { info() {}, warn() {}, error() {} };

async function settle(turns = 200): Promise<void> {
  for (let index = 0; index < turns; index += 1) await turn();
}

test("a listener hears its own subject and a star exactly one part, in the order of publishing", async () => {
  const part = fc.constantFrom("a", "b", "c");
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(part, part), { maxLength: 30 }), part, part, async (sent, account, job) => {
      const bus = createLocalBus(quietLogger);
      const exact: unknown[] = [];
      const wild: unknown[] = [];
      const top: unknown[] = [];
      bus.subscribe(`ev.${account}.${job}`, (payload) => void exact.push(payload));
      bus.subscribe(`ev.${account}.*`, (payload) => void wild.push(payload));
      bus.subscribe("ev.*", (payload) => void top.push(payload));
      sent.forEach(([toAccount, toJob], index) => bus.publish(`ev.${toAccount}.${toJob}`, index));
      await settle(40);
      const numbered = sent.map(([toAccount, toJob], index) => ({ toAccount, toJob, index }));
      expect(exact).toEqual(numbered.filter((item) => item.toAccount === account && item.toJob === job).map((item) => item.index));
      expect(wild).toEqual(numbered.filter((item) => item.toAccount === account).map((item) => item.index));
      expect(top).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test("a throwing, a rejecting and a hanging listener hurt neither the publisher nor the others", async () => {
  const errors: string[] = [];
  const bus = createLocalBus({ ...quietLogger, error: (message) => void errors.push(message) });
  const heard: unknown[] = [];
  bus.subscribe("wake", () => {
    throw new Error("thrown");
  });
  // A listener may be asynchronous though the bus promises nothing for it.
  const rejecting = async (): Promise<void> => {
    await turn();
    throw new Error("rejected");
  };
  bus.subscribe("wake", rejecting as () => void);
  bus.subscribe("wake", (() => new Promise(() => undefined)) as () => void);
  bus.subscribe("wake", (payload) => void heard.push(payload));
  for (let index = 0; index < 5; index += 1) bus.publish("wake", index);
  expect(heard).toEqual([]);
  await settle();
  expect(heard).toEqual([0, 1, 2, 3, 4]);
  expect(errors).toHaveLength(10);
});

test("after unsubscribing nothing arrives, not even what was on its way", async () => {
  const bus = createLocalBus(quietLogger);
  const heard: unknown[] = [];
  const stop = bus.subscribe("wake", (payload) => void heard.push(payload));
  bus.publish("wake", 1);
  stop();
  stop();
  bus.publish("wake", 2);
  await settle();
  expect(heard).toEqual([]);
});
