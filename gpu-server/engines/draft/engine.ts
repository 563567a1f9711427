// The draft engine: no GPU and no model. Shots become animatics, texts are answered by rule, and every
// result says that it is a draft.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { CodedError } from "../../../shared/contract/errors.ts";
import type { JobSpec } from "../../../shared/contract/farm-http.ts";
import type { WorkerFile } from "../../../shared/contract/worker.ts";
import { drawingVersion } from "../../../shared/domain/animatic/index.ts";
import type { MediaTools } from "../../../shared/media/ffmpeg.ts";
import type { Engine, EngineRun } from "../engine.ts";
import { draftCapabilities } from "./capabilities.ts";
import { codedMediaError, makeClips, makeImages } from "./pictures.ts";
import { upscaleImage, upscaleVideo } from "./upscale.ts";
import { chatReply, enhance, storyboard } from "./words.ts";

export interface DraftPorts {
  /** Finds ffmpeg; only video jobs ask. Throws MediaError ffmpeg_missing. */
  tools(): Promise<MediaTools>;
  /** Segments of one job that are made beside each other. */
  atOnce: number;
}

/** Milliseconds between the pieces of a chat reply, so that streaming is seen to work. */
const pieceMs = 20;

async function textFile(run: EngineRun, name: string, text: string, contentType: string): Promise<WorkerFile[]> {
  await writeFile(path.join(run.spool, name), text);
  return [{ kind: "text", index: 0, path: name, contentType }];
}

async function answerChat(run: EngineRun, job: Extract<JobSpec, { kind: "text.chat" }>): Promise<WorkerFile[]> {
  const reply = chatReply(job.input.messages);
  for (const piece of reply.match(/\S+\s*/gu) ?? []) {
    if (run.signal.aborted) throw new CodedError("cancelled");
    run.report.delta(piece);
    await sleep(pieceMs);
  }
  return textFile(run, "reply.txt", reply, "text/plain; charset=utf-8");
}

export function createDraftEngine(ports: DraftPorts): Engine {
  const runJob = async (run: EngineRun): Promise<WorkerFile[]> => {
    const { job } = run;
    switch (job.kind) {
      case "video.generate":
        await makeClips(run, job, await ports.tools(), ports.atOnce);
        return [];
      case "image.generate":
        await makeImages(run, job);
        return [];
      case "image.upscale":
        await upscaleImage(run, job);
        return [];
      case "video.upscale":
        await upscaleVideo(run, job, await ports.tools());
        return [];
      case "text.enhance":
        return textFile(run, "enhanced.json", JSON.stringify(enhance(job.input.prompt)), "application/json");
      case "text.storyboard":
        return textFile(run, "storyboard.json", JSON.stringify(storyboard(job.input.story, job.input.fileName)), "application/json");
      case "text.chat":
        return answerChat(run, job);
      default:
        throw new CodedError("kind_not_served", `The draft engine does no ${job.kind}.`);
    }
  };
  const nothing = async () => undefined;
  return {
    capabilities: draftCapabilities,
    versions: { drawing: drawingVersion, node: process.version },
    device: "cpu",
    needsClassifier: false,
    load: async () => 0,
    unload: nothing,
    sleep: nothing,
    wake: nothing,
    memory: () => ({ allocated: 0, reserved: 0, process: process.memoryUsage.rss() }),
    async run(run) {
      try {
        return await runJob(run);
      } catch (error) {
        throw codedMediaError(error);
      }
    },
  };
}
