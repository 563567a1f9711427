// The browser host's program: the studio's core served to a browser on this computer.
// Prints one JSON line when it is ready; ends on SIGTERM and SIGINT.
import { randomBytes } from "node:crypto";
import path from "node:path";
import { parseArgs } from "node:util";
import { CodedError, errorBodyOf } from "../../shared/contract/errors.ts";
import type { Secrets } from "../ports.ts";
import { createStudio } from "../studio.ts";
import { versionOf } from "../version.ts";
import { nodePorts, productFolderOf } from "./ports.ts";
import { startHost } from "./server.ts";

const help = `The studio in the browser (main/host/serve.ts)

  --port N     port of the address (a free one without it)
  --data DIR   where the studio keeps its library (STUDIO_DATA)
  --help       show this text

Environment: STUDIO_DATA, STUDIO_FARM_URL and STUDIO_FARM_TOKEN_FILE (the farm of this computer), FFMPEG_PATH.
`;

function readOptions(): { port: number; data: string | undefined } {
  try {
    const { values } = parseArgs({
      options: { port: { type: "string" }, data: { type: "string" }, help: { type: "boolean" } },
      strict: true,
      allowPositionals: false,
    });
    if (values.help === true) {
      process.stdout.write(help);
      process.exit(0);
    }
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new CodedError("invalid_input", `--port takes a number from 0 to 65535 (0 picks a free one), not '${values.port ?? ""}'.`);
    return { port, data: values.data };
  } catch (error) {
    const words =
      error instanceof CodedError
        ? error.message
        : `${error instanceof Error ? (error.message.split(". ")[0] ?? "") : ""}. It knows --port, --data and --help.`;
    process.stderr.write(`${words}\n`);
    process.exit(2);
  }
}

/** The token of the address stays the same over restarts, so that a tab that is open finds its way back. */
async function tokenOf(secrets: Secrets): Promise<string> {
  const kept = await secrets.read("browser-token");
  if (kept !== null && /^[\w-]{32,}$/.test(kept)) return kept;
  const token = randomBytes(32).toString("base64url");
  await secrets.write("browser-token", token);
  return token;
}

async function main(): Promise<void> {
  const options = readOptions();
  const productFolder = productFolderOf(import.meta.url);
  const version = versionOf(productFolder);
  const ports = nodePorts({
    environment: process.env,
    platform: process.platform,
    productFolder,
    version,
    dataFolder: options.data === undefined ? undefined : path.resolve(options.data),
  });
  const studio = await createStudio(ports);
  try {
    const token = await tokenOf(ports.secrets);
    const host = await startHost(studio, {
      port: options.port,
      token,
      rendererFolder: path.join(productFolder, "dist", "renderer"),
      version,
    });
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
    process.stdout.write(`${JSON.stringify({ ready: true, url: `${host.origin}/#token=${token}` })}\n`);
  } catch (error) {
    await studio.close();
    throw error;
  }
}

main().catch((error: unknown) => {
  const body = errorBodyOf(error);
  process.stderr.write(`${body.message}\n`);
  if (body.code === "internal" && error instanceof Error) process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(1);
});
