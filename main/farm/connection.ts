// Keeps the studio connected to its farm: signs in, listens to the stream, comes back by itself, and says
// in plain words where it stands. The farm is the truth after every reconnect.
import { CodedError, errorBodyOf } from "../../shared/contract/errors.ts";
import type { ArtifactRef, Farm } from "../../shared/contract/farm-http.ts";
import type { StreamServerMessage } from "../../shared/contract/farm-stream.ts";
import type { FarmStatus } from "../../shared/contract/studio/views.ts";
import type { Clock, FarmAddress, Logger } from "../ports.ts";
import { createFarmClient, type FarmClient } from "./client.ts";
import type { Jobs } from "./jobs.ts";
import type { Connection } from "./outbox.ts";
import { openStream, type Stream } from "./stream.ts";

interface ConnectionPorts {
  clock: Clock;
  logger: Logger;
  jobs: Jobs;
  changed(status: FarmStatus): void;
  /** The line is open and everything that was missed has been told. */
  current(): void;
  preview(jobId: string, artifact: ArtifactRef): void;
  note(name: string): string | null;
  putNote(name: string, value: string): void;
}

/** Milliseconds before try n of coming back; the last one goes on. */
const backOff = [250, 500, 1000, 2000, 4000, 8000, 15_000] as const;
const noFarm = "No farm is connected. Films can be prepared; rendering waits for a farm.";
const unauthorisedAgainMs = 10_000;
/** A line that held for so long starts the back-off anew when it breaks. */
const stableMs = 10_000;
/** Between two looks at the places of jobs that wait: events do not tell when the queue before them moves. */
const placesMs = 2500;
/** Between two looks at queue and credits while connected. */
const lookMs = 15_000;

export function createConnection(ports: ConnectionPorts) {
  const { clock, jobs, logger } = ports;
  let address: FarmAddress | null = null;
  let connection: Connection | null = null;
  let farm: Farm | null = null;
  let stream: Stream | null = null;
  let tries = 0;
  /** When the line was last open and complete; null while it is not. */
  let currentAt: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let looking: NodeJS.Timeout | undefined;
  let placing: NodeJS.Timeout | undefined;
  let creditsSoon: NodeJS.Timeout | undefined;
  let closed = false;
  /** Counts addresses and tries: what belongs to an older one is dropped. */
  let era = 0;
  const asking = new Set<string>();
  let credits: FarmStatus["credits"] = null;
  let lastSeen: string | null = null;
  let status = statusOf("none", noFarm);

  function statusOf(state: FarmStatus["state"], message: string | null): FarmStatus {
    return {
      state,
      url: address?.url ?? "",
      local: address?.local ?? true,
      name: farm?.name ?? null,
      message,
      account: null,
      credits: state === "connected" ? credits : null,
      priceList: farm?.priceList ?? ports.note("priceList"),
      engines: farm?.engines.map(({ id, kinds, qualities }) => ({ id, kinds: [...kinds], qualities: [...qualities] })) ?? [],
      lastSeen,
    };
  }
  const set = (next: FarmStatus) => {
    if (JSON.stringify(next) === JSON.stringify(status)) return;
    status = next;
    ports.changed(next);
  };

  const lost = (error: unknown): void => {
    if (closed || address === null) return;
    era += 1;
    connection = null;
    stream?.close();
    stream = null;
    clearTimeout(looking);
    clearTimeout(timer);
    const body = errorBodyOf(error);
    const refused = body.code === "unauthenticated" || body.code === "forbidden";
    if (refused)
      set(statusOf("signed-out", "The farm does not accept this session. Connect again with a valid token; nothing that waits is lost."));
    else if (body.code === "farm_incompatible") set(statusOf("offline", body.message));
    else set(statusOf("offline", new CodedError("farm_unreachable").message));
    // A farm that answers and then fails again and again is not hammered.
    if (currentAt !== null && clock.now() - currentAt > stableMs) tries = 0;
    currentAt = null;
    const pause = refused ? unauthorisedAgainMs : (backOff[Math.min(tries, backOff.length - 1)] as number);
    tries += 1;
    timer = setTimeout(() => void connect(), pause);
  };

  const look = async (client: FarmClient, mine: number): Promise<void> => {
    const [nextFarm, answer] = await Promise.all([client.farm(), client.credits()]);
    if (mine !== era) return;
    farm = nextFarm;
    credits = { available: answer.available, held: answer.held };
    lastSeen = new Date(clock.now()).toISOString();
    ports.putNote("priceList", nextFarm.priceList);
    set(statusOf("connected", null));
    clearTimeout(looking);
    looking = setTimeout(() => void look(client, mine).catch((error: unknown) => mine === era && lost(error)), lookMs);
  };

  /** Keeps queue places and waits fresh while anything is queued. */
  const lookAtPlaces = (client: FarmClient, accountId: string, mine: number): void => {
    clearTimeout(placing);
    placing = setTimeout(() => {
      if (mine !== era || closed) return;
      const asked = jobs.openAt(accountId).some((job) => job.mirror.state === "queued") ? client.openJobs() : Promise.resolve([]);
      asked
        .then((list) => {
          if (mine === era && !closed) for (const job of list) jobs.snapshot(job);
        })
        // The stream says when the farm is away.
        .catch(() => undefined)
        .finally(() => mine === era && !closed && lookAtPlaces(client, accountId, mine));
    }, placesMs);
  };

  const connect = async (): Promise<void> => {
    if (closed || address === null) return;
    era += 1;
    const mine = era;
    clearTimeout(timer);
    stream?.close();
    if (status.state !== "connected" && status.state !== "offline") set(statusOf("connecting", null));
    const client = createFarmClient(address);
    try {
      const account = await client.account();
      if (mine !== era) return;
      await look(client, mine);
      if (mine !== era) return;
      connection = { client, accountId: account.id };
      listen(client, account.id, mine);
      lookAtPlaces(client, account.id, mine);
    } catch (error) {
      if (mine === era) lost(error);
    }
  };

  const listen = (client: FarmClient, accountId: string, mine: number): void => {
    const sinceNote = `current:${accountId}`;
    stream = openStream({
      address: async () => client.streamOf((await client.ticket()).ticket),
      subscription() {
        const have = Object.fromEntries(jobs.openAt(accountId).map((job) => [job.row.farmId as string, job.mirror.seq]));
        const endedSince = ports.note(sinceNote);
        return { type: "subscribe", account: true, have, ...(endedSince === null ? {} : { endedSince }) };
      },
      receive(message) {
        if (mine !== era) return;
        try {
          take(message, client, sinceNote);
        } catch (error) {
          // What was said could not be kept (a full disk): it is asked for again after a pause.
          logger.error("a message of the farm could not be kept", { reason: error instanceof Error ? error.message : "" });
          lost(error);
        }
      },
      lost(error) {
        if (mine !== era) return;
        logger.info("the stream broke", { reason: error instanceof Error ? error.message : "" });
        lost(error instanceof CodedError ? error : new CodedError("farm_unreachable", undefined, { cause: error }));
      },
    });
  };
  const take = (message: StreamServerMessage, client: FarmClient, sinceNote: string): void => {
    if (message.type === "current") {
      currentAt = clock.now();
      ports.putNote(sinceNote, message.at);
      ports.current();
    } else if (message.type === "snapshot") jobs.snapshot(message.job);
    else if (message.type === "event") {
      if (!jobs.event(message.jobId, message)) ask(message.jobId, client);
      if (message.event.type === "preview") {
        const job = jobs.byFarmId(message.jobId);
        if (job !== null) ports.preview(job.row.id, message.event.artifact);
      }
    }
  };
  /** Asks for a job's snapshot, once at a time. */
  const ask = (farmId: string, client: FarmClient): void => {
    if (asking.has(farmId)) return;
    asking.add(farmId);
    client
      .job(farmId)
      .then((job) => jobs.snapshot(job))
      .catch(() => undefined)
      .finally(() => asking.delete(farmId));
  };

  return {
    status: () => status,
    current: () => connection,
    farm: () => farm,
    lost: (error: unknown) => lost(error),
    /** Talks to another farm from now on; null to none. Resolves when the first try is over. */
    async use(next: FarmAddress | null): Promise<FarmStatus> {
      era += 1;
      address = next;
      connection = null;
      farm = null;
      tries = 0;
      stream?.close();
      stream = null;
      clearTimeout(timer);
      clearTimeout(looking);
      if (next === null) set(statusOf("none", noFarm));
      else {
        set(statusOf("connecting", null));
        await connect();
      }
      return status;
    },
    /** Looks for the farm at once where the line is not open; resolves when that try is over. */
    async tryNow(): Promise<FarmStatus> {
      if (address !== null && !closed && connection === null) {
        tries = 0;
        await connect();
      }
      return status;
    },
    /** Asks for the credits soon: a job came to its end or was sent. */
    creditsChanged(): void {
      clearTimeout(creditsSoon);
      const mine = era;
      creditsSoon = setTimeout(() => {
        if (connection !== null && mine === era) void look(connection.client, mine).catch(() => undefined);
      }, 300);
      creditsSoon.unref();
    },
    close(): void {
      closed = true;
      era += 1;
      stream?.close();
      clearTimeout(timer);
      clearTimeout(looking);
      clearTimeout(placing);
      clearTimeout(creditsSoon);
    },
  };
}
