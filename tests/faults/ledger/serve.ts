// A coordinator of its own process whose engine is known while its node is away, as on a machine that has both:
// node tests/faults/ledger/serve.ts FOLDER PORT. Ends in order on SIGTERM.
import process from "node:process";
import { startCoordinator } from "../../../gpu-server/operations/coordinator.ts";
import { localIdentity } from "../../../gpu-server/operations/identity-settings.ts";

const [data = "", port = "0"] = process.argv.slice(2);
const write = (level: string) => (message: string, fields?: Record<string, unknown>) =>
  void process.stderr.write(`${level} ${message} ${JSON.stringify(fields ?? {})}\n`);
const log = { info: write("info"), warn: write("warn"), error: write("error") };
const settings = { data, port: Number(port), databaseUrl: process.env["DATABASE_URL"], publicUrl: undefined, prices: "test" as const };
const farm = await startCoordinator({ ...settings, localNode: true, identity: { ...localIdentity, trustProxy: "loopback" } }, log);
process.once("SIGTERM", () => {
  // As the farm's own program: connections that went silent are not waited for.
  setTimeout(() => process.exit(1), 9500);
  void farm.stop().then(() => process.exit(0));
});
process.stdout.write(`${JSON.stringify({ ready: true, tokenFile: farm.tokenFile })}\n`);
