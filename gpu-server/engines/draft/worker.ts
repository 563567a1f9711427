// Entry of the draft engine's worker process: node gpu-server/engines/draft/worker.ts. Speaks the worker
// protocol on stdin and stdout; everything else goes to stderr.
import process from "node:process";
import { findMediaTools } from "../../../shared/media/ffmpeg.ts";
import { serveEngine } from "../serve.ts";
import { draftByConstruction } from "./check.ts";
import { createDraftEngine } from "./engine.ts";

const clock = { now: () => Date.now() };
const atOnce = Number(process.env.DRAFT_SEGMENTS ?? "2");
// Looked for at each job, so that an ffmpeg installed meanwhile is found without a restart.
const tools = () => findMediaTools({ environment: process.env, platform: process.platform });

process.stdout.on("error", () => process.exit(0)); // the agent is gone
await serveEngine(createDraftEngine({ tools, atOnce }), {
  input: process.stdin.setEncoding("utf8"),
  write: (line) => void process.stdout.write(line),
  log: (message) => console.error(message),
  clock,
  check: draftByConstruction,
});
process.exit(0);
