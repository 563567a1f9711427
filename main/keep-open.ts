// Keeps a studio's services open over one data folder: the lock, the events and the long tasks last, the services
// below them are closed and opened again when the library moves. Callers wait for that moment and notice nothing else.
import { CodedError } from "../shared/contract/errors.ts";
import { createEvents, type Events } from "./events.ts";
import { type FolderLock, lockFolder } from "./library/lock.ts";
import { libraryPlace, type LibraryPlace } from "./library/storage/place.ts";
import { createTasks, type Tasks } from "./library/storage/tasks.ts";
import type { StudioPorts } from "./ports.ts";
import type { Dispatch } from "./dispatch.ts";

/** What outlives the services. */
export interface Lasting {
  events: Events;
  tasks: Tasks;
  place: LibraryPlace;
  /** Closes everything, runs `work`, opens everything at the place that is named then. Throws what `work` throws, with all open again. */
  switchLibrary: (work: SwitchWork) => Promise<void>;
}

/** What is done while all is closed; answers what takes it back when nothing can be opened afterwards. */
export type SwitchWork = () => Promise<() => void>;

interface Services {
  call: Dispatch;
  close(): Promise<void>;
}

/** A call that is under way when the library moves has so long to end, in milliseconds. */
const graceMs = 10_000;

const takenOverText = "Another computer has taken this library over. Close the studio there, then start this one again.";

/** Opens services and keeps them open. Throws what `open` throws, and CodedError data_locked, output_folder_missing. */
export async function keepOpen<S extends Services>(ports: StudioPorts, open: (lasting: Lasting) => Promise<S>): Promise<S> {
  const events = createEvents();
  let lost = false;
  const takenOver = () => {
    lost = true;
    ports.logger.error("another computer has taken the library over");
    events.send("notice", { level: "error", text: takenOverText });
    void (closing ??= services.close().catch(() => undefined));
  };
  const lock = (folder: string): FolderLock =>
    lockFolder(folder, {
      lost: takenOver,
      ...(ports.hostName === undefined ? {} : { host: ports.hostName }),
      ...(ports.takeOver === undefined ? {} : { takeOver: ports.takeOver }),
    });
  const locks: FolderLock[] = [lock(ports.dataFolder)];
  const release = () => {
    for (const one of locks.splice(0).toReversed()) one.release();
  };
  const tasks = createTasks({ ...ports, events, folder: () => ports.dataFolder });
  let gate: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | null = null;
  const underWay = new Set<Promise<unknown>>();

  /** Takes the lock of the place as well, where that is another folder, and opens the services there. */
  const openHere = async (): Promise<S> => {
    const place = libraryPlace(ports.dataFolder);
    if (place.root !== ports.dataFolder) locks.push(lock(place.root));
    try {
      return await open({ events, tasks, place, switchLibrary });
    } catch (error) {
      if (locks.length > 1) locks.pop()?.release();
      throw error;
    }
  };
  const switchLibrary = (work: SwitchWork): Promise<void> => {
    const switching = (async () => {
      if (closing !== null) throw new CodedError("cancelled");
      await Promise.race([Promise.allSettled(underWay), new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
      await services.close();
      if (locks.length > 1) locks.pop()?.release();
      let failure: { thrown: unknown } | null = null;
      let takeBack = () => {};
      try {
        takeBack = await work();
      } catch (thrown) {
        failure = { thrown };
      }
      try {
        services = await openHere();
      } catch (thrown) {
        takeBack();
        failure ??= { thrown };
        services = await openHere();
      }
      events.send("core.restarted", {});
      if (failure !== null) throw failure.thrown;
    })();
    gate = switching.catch(() => undefined);
    return switching;
  };
  let services: S;
  try {
    services = await openHere();
  } catch (error) {
    release();
    throw error;
  }
  const call: Dispatch = async (request) => {
    await gate;
    if (lost) return { ok: false, error: new CodedError("data_locked", takenOverText).toBody() };
    const answer = services.call(request);
    underWay.add(answer);
    try {
      return await answer;
    } finally {
      underWay.delete(answer);
    }
  };
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(services) as (keyof S & string)[])
    Object.defineProperty(kept, name, { enumerable: true, configurable: true, get: () => services[name] });
  Object.defineProperties(kept, {
    call: { value: call },
    close: {
      value: () =>
        (closing ??= (async () => {
          tasks.cancel();
          await tasks.idle();
          await gate;
          await services.close();
        })()).finally(release),
    },
  });
  return kept as unknown as S;
}
