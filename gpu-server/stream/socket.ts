// A line over a WebSocket: its frames checked and counted.
import type { WebSocket } from "ws";
import { streamClientMessageSchema, streamClose } from "../../shared/contract/farm-stream.ts";
import { parseLine } from "../engines/lines.ts";
import { type LinePorts, openLine } from "./line.ts";
import type { StreamCaller } from "./lines.ts";

/** Frames of any kind that a client may send in one period of so many ms. */
const mostFrames = 200;
const periodMs = 10_000;

/** Serves a client that has shown who it is, until the socket closes. */
export function serveSocket(socket: WebSocket, caller: StreamCaller, ports: LinePorts): void {
  socket.on("error", () => undefined); // a close follows
  const line = openLine(
    {
      send: (_message, frame) => {
        if (socket.readyState === socket.OPEN) socket.send(frame, { binary: false });
      },
      buffered: () => socket.bufferedAmount,
      close: (code, reason) => socket.close(code, reason),
      cut: () => socket.terminate(),
    },
    caller,
    ports,
    true,
  );
  if (line === null) {
    socket.close(streamClose.tooMany, "too many lines");
    return;
  }

  let frames = 0;
  let since = ports.clock.now();
  /** False, and the end of the line, when there are too many: each ping of the protocol costs an answer. */
  const counted = (): boolean => {
    const now = ports.clock.now();
    if (now - since >= periodMs) [frames, since] = [0, now];
    frames += 1;
    if (frames <= mostFrames) return true;
    if (frames === mostFrames + 1) {
      line.end(streamClose.refused, "too many frames");
      socket.terminate(); // it may send on without reading
    }
    return false;
  };
  socket.on("ping", counted);
  socket.on("pong", counted);
  socket.on("message", (data: Buffer, binary: boolean) => {
    if (!counted()) return;
    const message = streamClientMessageSchema.safeParse(binary ? undefined : parseLine(data.toString()));
    if (!message.success) {
      line.end(streamClose.refused, "not a message of the stream");
      return;
    }
    line.heard();
    if (message.data.type === "subscribe") line.follow(message.data);
  });
  socket.on("close", () => line.closed());
}
