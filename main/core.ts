// The core's own process under a window: the message link over Electron's parent port or Node's channel,
// and blobs on a loopback address that only its parent learns.
import { randomBytes } from "node:crypto";
import { errorBodyOf } from "../shared/contract/errors.ts";
import { type LinkMessage, linkRequestSchema } from "../shared/contract/studio/link.ts";
import { nodePorts, productFolderOf } from "./host/ports.ts";
import { startHost } from "./host/server.ts";
import { createStudio } from "./studio.ts";
import { versionOf } from "./version.ts";

/** The part of Electron's parentPort that is used; its types belong to the shell. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { data: unknown }) => void): void;
}

interface Link {
  post(message: LinkMessage): void;
  onMessage(listener: (message: unknown) => void): void;
}

function openLink(): Link {
  const parentPort = (process as { parentPort?: ParentPort }).parentPort;
  if (parentPort !== undefined) {
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on("message", (event) => listener(event.data)),
    };
  }
  return {
    post: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => void process.on("message", listener),
  };
}

async function main(): Promise<void> {
  const link = openLink();
  try {
    const productFolder = productFolderOf(import.meta.url);
    const version = versionOf(productFolder);
    const studio = await createStudio(nodePorts({ environment: process.env, platform: process.platform, productFolder, version }));
    const host = await startHost(studio, { port: 0, token: randomBytes(32).toString("base64url"), rendererFolder: null, version });
    let ending = false;
    const end = () => {
      if (ending) return;
      ending = true;
      void host
        .close()
        .then(() => studio.close())
        .finally(() => process.exit(0));
    };
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, end);
    // A window that is gone needs no core.
    process.on("disconnect", end);
    studio.events.listen((name, data) => link.post({ type: "event", name, data }));
    link.onMessage((message) => {
      const request = linkRequestSchema.safeParse(message);
      if (!request.success) return;
      void studio.call(request.data).then((result) => link.post({ type: "result", id: request.data.id, result }));
    });
    link.post({ type: "ready", media: host.media, version });
  } catch (error) {
    const body = errorBodyOf(error);
    if (body.code === "internal") process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    link.post({ type: "refused", error: body });
    // The message must leave before the process does.
    setTimeout(() => process.exit(1), 200);
  }
}

void main();
