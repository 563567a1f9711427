// Frames of every wrong kind: each is answered or closes its own socket with a code, and never disturbs
// anybody else's or ends the process.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { openStreamDoors, until } from "../testing/stream-doors.ts";

let doors: Awaited<ReturnType<typeof openStreamDoors>>;
beforeAll(async () => {
  doors = await openStreamDoors({ pingMs: 20_000, slowMs: 10_000 });
});
afterAll(() => doors.close());

/** A socket past its handshake, of which the test writes every byte. */
async function rawSocket(): Promise<Socket> {
  const socket = connect(doors.port, "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write(
    `GET /v1/stream?ticket=${await doors.ticket()} HTTP/1.1\r\nHost: f\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
  );
  const [head] = (await once(socket, "data")) as [Buffer];
  expect(head.toString()).toMatch(/^HTTP\/1.1 101 /);
  return socket;
}

interface Frame {
  fin: boolean;
  reserved: number;
  opcode: number;
  masked: boolean;
  payload: Uint8Array;
  /** The length that it claims, where that is not its own. */
  claims?: number | undefined;
}

function bytesOf({ fin, reserved, opcode, masked, payload, claims }: Frame): Buffer {
  const length = claims ?? payload.length;
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const head = Buffer.alloc(2 + extended + (masked ? 4 : 0));
  head[0] = (fin ? 128 : 0) | (reserved << 4) | opcode;
  head[1] = (masked ? 128 : 0) | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) head.writeUInt16BE(length, 2);
  if (extended === 8) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]); // masked with zeros
}

const text = fc.oneof(
  fc.json(),
  fc.constantFrom("", "{}", "null", "[]", '"x"', '{"type":"pong"', '{"type":"dance"}', '{"type":"subscribe"}'),
  fc.constantFrom('{"type":"pong","__proto__":{"a":1}}', '{"type":"subscribe","account":true,"have":{"__proto__":1,"constructor":2}}'),
  fc.integer({ min: 1, max: 30_000 }).map((depth) => "[".repeat(depth) + "]".repeat(depth)),
  fc.integer({ min: 1, max: 9000 }).map((depth) => '{"a":'.repeat(depth) + "1" + "}".repeat(depth)),
  fc
    .record({ id: fc.oneof(fc.uuid(), fc.string()), after: fc.oneof(fc.integer(), fc.double(), fc.maxSafeInteger()) })
    .map((job) => JSON.stringify({ type: "subscribe", jobs: [job] })),
  fc.dictionary(fc.string(), fc.maxSafeInteger()).map((have) => JSON.stringify({ type: "subscribe", account: true, have })),
);
const frame: fc.Arbitrary<Frame> = fc.record({
  fin: fc.boolean(),
  reserved: fc.constantFrom(0, 0, 0, 0, 1, 7),
  opcode: fc.oneof(fc.constantFrom(0, 1, 1, 1, 1, 2, 8, 9, 10), fc.nat(15)),
  masked: fc.constantFrom(true, true, true, false),
  payload: fc.oneof(
    { weight: 3, arbitrary: text.map((value) => Buffer.from(value)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  ),
  claims: fc.oneof(
    { weight: 8, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(0, 125, 65_535, 65_537, 2 ** 40) },
  ),
});

test("whatever bytes come, the other clients hear on", async () => {
  const job = doors.submit();
  const healthy = await doors.listener({ type: "subscribe", jobs: [{ id: job, after: 1 }] });
  await until(() => healthy.messages.some(({ type }) => type === "current"));
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 8 }), fc.boolean(), async (frames, abrupt) => {
      const socket = await rawSocket();
      const closed = once(socket, "close");
      socket.resume();
      for (const each of frames) socket.write(bytesOf(each));
      doors.store.append(job, { type: "resumed" });
      sent += 1;
      if (abrupt) socket.destroy();
      else socket.end();
      await closed;
      await until(() => healthy.messages.filter(({ type }) => type === "event").length === sent, "the event");
    }),
    { numRuns: 120 },
  );
  expect(healthy.socket.readyState).toBe(WebSocket.OPEN);
});

test("each wrong kind closes with its code", async () => {
  const open = async () => {
    const socket = doors.dial(await doors.ticket());
    await once(socket, "open");
    return socket;
  };
  const pad = "x".repeat(70_000);
  const wrong: [string, (socket: WebSocket) => void, number][] = [
    ["no JSON", (socket) => socket.send("no json"), 1008],
    ["an unknown type", (socket) => socket.send('{"type":"dance"}'), 1008],
    ["an unknown field", (socket) => socket.send('{"type":"pong","a":1}'), 1008],
    ["deep JSON", (socket) => socket.send("[".repeat(60_000)), 1008],
    ["a binary frame", (socket) => socket.send(Buffer.from('{"type":"pong"}')), 1008],
    ["over 64 KiB", (socket) => socket.send(JSON.stringify({ type: "pong", pad })), 1009],
    [
      "over 64 KiB in fragments",
      (socket) => [...Array(9).keys()].forEach((part) => socket.send(pad.slice(0, 8000), { fin: part === 8 })),
      1009,
    ],
    ["endless fragments of nothing", (socket) => [...Array(2000).keys()].forEach(() => socket.send("", { fin: false })), 1008],
    ["invalid UTF-8", (socket) => socket.send(Buffer.from([0xc3, 0x28]), { binary: false }), 1007],
  ];
  for (const [name, send, code] of wrong) {
    const socket = await open();
    const closed = once(socket, "close") as Promise<[number]>;
    send(socket);
    expect([name, (await closed)[0]]).toEqual([name, code]);
  }
  // In fragments, within the limit, a message is a message.
  const whole = await open();
  const heard = once(whole, "message") as Promise<[Buffer]>;
  const subscribe = JSON.stringify({ type: "subscribe", account: true, have: {} });
  whole.send(subscribe.slice(0, 9), { fin: false });
  whole.send(subscribe.slice(9), { fin: true });
  expect((await heard)[0].toString()).toMatch(/"type":"(snapshot|current)"/);
});

test("floods of pings, pongs and messages end their socket, also when it never reads the answers", async () => {
  for (const [opcode, payload] of [
    [9, "p".repeat(125)],
    [10, ""],
    [1, '{"type":"pong"}'],
    [1, '{"type":"subscribe","account":true,"have":{}}'],
  ] as const) {
    const socket = await rawSocket();
    socket.pause();
    const flood = bytesOf({ fin: true, reserved: 0, opcode, masked: true, payload: Buffer.from(payload) });
    let over = false;
    socket.on("close", () => (over = true));
    // Two hundred in ten seconds are allowed.
    for (let count = 0; count < 400 && !over; count += 1) socket.write(flood);
    socket.resume();
    await until(() => over, `the end of a flood of ${opcode}`);
  }
  expect((await doors.ticketAnswer()).status).toBe(200);
});
