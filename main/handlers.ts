// The contract's methods, each one line to the service that does the work. A missing one does not compile.
import { CodedError, errorBodyOf } from "../shared/contract/errors.ts";
import type { Handlers } from "../shared/contract/studio/index.ts";
import { findMediaTools } from "../shared/media/ffmpeg.ts";
import { codedErrorOf } from "./errors.ts";
import type { Exports } from "./export/exports.ts";
import type { FarmService } from "./farm/farm.ts";
import type { Films } from "./film/films.ts";
import { timeText } from "./film/view.ts";
import type { SettingsMethods } from "./library/settings-handlers.ts";
import type { StudioPorts } from "./ports.ts";
import type { RoomHandlers } from "./rooms.ts";
import type { Sample } from "./samples.ts";

interface Services {
  films: Films;
  farm: FarmService;
  exports: Exports;
  settings: SettingsMethods;
  samples: Sample[];
  ports: StudioPorts;
  account: Handlers["account"];
  rooms: RoomHandlers;
}

function bytesOf(file: { name: string; base64: string }): { name: string; bytes: Uint8Array } {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(file.base64)) {
    throw new CodedError("invalid_input", undefined, {
      fields: [{ path: "file.base64", message: "The file did not arrive whole. Choose it again." }],
    });
  }
  return { name: file.name, bytes: Buffer.from(file.base64, "base64") };
}

/** Handlers for every method of the contract. */
export function createHandlers({ films, farm, exports, settings, samples, ports, account, rooms }: Services): Handlers {
  const tools = () => findMediaTools({ environment: ports.environment, platform: ports.platform });
  return {
    app: {
      state: async () => ({
        version: ports.version,
        dataFolder: ports.dataFolder,
        farm: farm.status(),
        lacks: await tools().then(
          () => null,
          (error: unknown) => errorBodyOf(codedErrorOf(error)).message,
        ),
        samples,
      }),
      connect: ({ url, token }) => farm.connect(url, token),
      tryNow: () => farm.tryNow(),
      ...settings,
    },
    projects: {
      list: async () => ({ projects: await films.list() }),
      create: ({ story, file, title }) => films.create({ story, title, file: file === undefined ? undefined : bytesOf(file) }),
      open: ({ projectId }) => films.open(projectId),
      rename: ({ projectId, title }) => films.rename(projectId, title),
      remove: ({ projectId }) => {
        films.setRemoved(projectId, true);
        return {};
      },
      restore: ({ projectId }) => {
        films.setRemoved(projectId, false);
        return {};
      },
      undo: ({ projectId }) => films.undo(projectId),
      redo: ({ projectId }) => films.redo(projectId),
    },
    storyboard: {
      updateShot: ({ shotId, patch }) => films.updateShot(shotId, patch),
      updateScene: ({ sceneId, patch }) => films.updateScene(sceneId, patch),
      insertShot: ({ sceneId, afterShotId }) => films.insertShot(sceneId, afterShotId),
      removeShots: ({ shotIds }) => films.removeShots(shotIds),
      moveShots: ({ shotIds, sceneId, index }) => films.moveShots(shotIds, sceneId, index),
      approve: ({ shotIds }) => films.approve(shotIds),
      unapprove: ({ shotIds }) => films.unapprove(shotIds),
      render: async ({ projectId, shotIds, expectedCredits }) => {
        // The farm of this computer encodes with this computer's ffmpeg.
        if (farm.status().local) await tools();
        const jobs = farm.render(projectId, shotIds, expectedCredits).map(farm.view);
        return { jobs, project: films.view(projectId) };
      },
      takes: ({ shotId }) => ({
        takes: films.takes(shotId).map(({ take, current, stale, detail }) => ({
          id: take.id,
          kind: take.kind,
          still: take.still ?? take.thumbnail,
          clip: take.clip,
          segment: take.segment,
          createdAt: timeText(take.createdAt),
          recipe: { ...take.recipe },
          current,
          stale,
          detail,
        })),
      }),
      chooseTake: ({ shotId, takeId }) => films.chooseTake(shotId, takeId),
    },
    jobs: {
      list: ({ projectId }) => ({ jobs: farm.listed(projectId).map(farm.view) }),
      cancel: async ({ jobId }) => farm.view(await farm.cancel(jobId)),
      pause: async ({ jobId }) => farm.view(await farm.pause(jobId)),
      resume: async ({ jobId }) => farm.view(await farm.resume(jobId)),
      retry: ({ jobId }) => farm.view(farm.retry(jobId)),
      order: async ({ jobIds }) => {
        await farm.order(jobIds);
        return { jobs: farm.listed().map(farm.view) };
      },
    },
    account,
    ...rooms,
    exports: {
      list: () => ({ exports: exports.list() }),
      start: (request) => exports.start(request),
      cancel: ({ exportId }) => exports.cancel(exportId),
      retry: ({ exportId }) => exports.retry(exportId),
      showInFolder: ({ exportId }) => exports.showInFolder(exportId),
    },
  };
}
