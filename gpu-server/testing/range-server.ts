// For benchmarks: a process that serves one encrypted file by its signed link, through the farm's own routes.
import fastify from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { registerArtifactRoutes } from "../api/artifacts.ts";
import { createDiskArtifactStore } from "../artifacts/disk.ts";
import { createUrlSigner } from "../artifacts/signing.ts";

export interface ServedFile {
  folder: string;
  id: string;
  /** 32 bytes each, in hexadecimal digits. */
  key: string;
  linkKey: string;
  sha256: string;
  bytes: number;
}

/** Serves until SIGTERM; prints its address. */
export async function rangeServer({ folder, id, key, linkKey, sha256, bytes }: ServedFile): Promise<void> {
  const app = fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const row = {
    sha256,
    bytes,
    contentType: "video/mp4",
    kind: "clip" as const,
    index: 0,
    keyId: "k",
    key: Buffer.from(key, "hex"),
    expiresAt,
  };
  registerArtifactRoutes(app, {
    store: await createDiskArtifactStore({ folder, besideAnother: true }),
    rows: { find: async (_account, wanted) => (wanted === id ? row : null), look: async () => null, list: async () => [] },
    signer: createUrlSigner({ current: "1", keys: new Map([["1", Buffer.from(linkKey, "hex")]]) }, { now: () => Date.now() }),
    authenticate: async () => null,
  });
  app.get("/cpu", () => process.cpuUsage());
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ ready: true, url: `http://127.0.0.1:${port}` })}\n`);
  process.once("SIGTERM", () => process.exit(0));
}
