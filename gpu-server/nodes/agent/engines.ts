// The engines that a node can run, and how their workers are started. Adding an engine adds one entry.
import { fileURLToPath } from "node:url";
import { CodedError } from "../../../shared/contract/errors.ts";
import { draftCapabilities } from "../../engines/draft/capabilities.ts";
import type { NodeEngine } from "./node.ts";

/**
 * Cores that one draft worker keeps busy: a segment each. Not more, so that jobs of one segment fill a large machine
 * as well as one job of many.
 */
const coresPerDraft = 2;

/** The variables of the node that a worker may see: where programs are, and nothing secret. */
const passedOn = ["PATH", "Path", "SystemRoot", "FFMPEG_PATH", "HOME", "TMPDIR", "TEMP", "LANG"];

/** The named engines on a machine with `cores` cores. Throws CodedError for a name that this node does not know. */
export function nodeEngines(names: string[], cores: number, environment: Record<string, string | undefined>): NodeEngine[] {
  const env = Object.fromEntries(passedOn.flatMap((key) => (environment[key] === undefined ? [] : [[key, environment[key]]])));
  return names.map((raw) => {
    const name = raw.trim();
    if (name !== "draft")
      throw new CodedError("invalid_input", `NODE_ENGINES names "${name}", which this node cannot run. It can run: draft.`);
    const worker = fileURLToPath(new URL("../../engines/draft/worker.ts", import.meta.url));
    return {
      capabilities: draftCapabilities,
      slots: Math.max(1, Math.floor(cores / coresPerDraft)),
      program: { command: process.execPath, args: [worker], env: { ...env, DRAFT_SEGMENTS: String(Math.min(cores, coresPerDraft)) } },
    };
  });
}
