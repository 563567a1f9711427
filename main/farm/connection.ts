// Keeps the studio connected to its farm: signs in, listens to the stream, comes back by itself, and says
// in plain words where it stands. The farm is the truth after every reconnect.
import { z } from "zod";
import { CodedError, errorBodyOf } from "../../shared/contract/errors.ts";
import { type Account, accountSchema, type ArtifactRef, type Farm } from "../../shared/contract/farm-http.ts";
import type { StreamServerMessage } from "../../shared/contract/farm-stream.ts";
import type { FarmStatus } from "../../shared/contract/studio/views.ts";
import type { Clock, FarmAddress, Logger } from "../ports.ts";
import { farmKey } from "./sessions.ts";
import { createFarmClient, type FarmClient } from "./client.ts";
import type { Jobs } from "./jobs.ts";
import type { Connection } from "./outbox.ts";
import { createStreams, type Stream } from "./stream.ts";

interface ConnectionPorts {
  clock: Clock;
  logger: Logger;
  jobs: Jobs;
  /** How this studio calls itself to the farm. */
  agent: string;
  changed(status: FarmStatus): void;
  /** Somebody else is signed in now, or nobody, or what is known of who is changed. */
  accountChanged(): void;
  /** The line is open and everything that was missed has been told. */
  current(): void;
  preview(jobId: string, artifact: ArtifactRef): void;
  note(name: string): string | null;
  putNote(name: string, value: string): void;
}

/** Milliseconds before try n of coming back; the last one goes on. */
const backOff = [250, 500, 1000, 2000, 4000, 8000, 15_000] as const;
const noFarm = "No farm is connected. Films can be prepared; rendering waits for a farm.";
const nobody = "Nobody is signed in at this farm. Sign in, or make an account; drafts work without one.";
const sessionOver =
  "The farm does not know this session any more: it ended, or was ended from another device. Sign in again; nothing that waits is lost.";
const signedOutAgainMs = 10_000;
/** A line that held for so long starts the back-off anew when it breaks. */
const stableMs = 10_000;
/** Between two looks at the places of jobs that wait: events do not tell when the queue before them moves. */
const placesMs = 2500;
/** Between two looks at queue and credits while connected. */
const lookMs = 15_000;

/** An account as the farm last described it. */
const knownAccountSchema = accountSchema.extend({ asOf: z.string() });
export type KnownAccount = z.infer<typeof knownAccountSchema>;

export function createConnection(ports: ConnectionPorts) {
  const { clock, jobs, logger } = ports;
  const openStream = createStreams();
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
  /** Jobs whose snapshot is under way, and those of them of which more was told meanwhile. */
  const asking = new Set<string>();
  const toldMore = new Set<string>();
  let credits: FarmStatus["credits"] = null;
  let lastSeen: string | null = null;
  /** Who is signed in, or was when the farm last said so. */
  let account: KnownAccount | null = null;
  /** False where there was no token to show the farm. */
  let shown = false;
  let status = statusOf("none", noFarm);

  function statusOf(state: FarmStatus["state"], message: string | null): FarmStatus {
    return {
      state,
      url: address?.url ?? "",
      local: address?.local ?? true,
      name: farm?.name ?? null,
      message,
      account: account === null ? null : { id: account.id, email: account.email, name: account.name, localOwner: account.localOwner },
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

  const noteOf = (farm: FarmAddress) => `account:${farmKey(farm)}`;
  const knownAt = (farm: FarmAddress): KnownAccount | null => {
    const kept = knownAccountSchema.safeParse(JSON.parse(ports.note(noteOf(farm)) ?? "null"));
    return kept.success ? kept.data : null;
  };
  /** True where something of it is new. */
  const setAccount = (next: Account): boolean => {
    if (address === null) return false;
    const before = account;
    account = { ...next, asOf: new Date(clock.now()).toISOString() };
    ports.putNote(noteOf(address), JSON.stringify(account));
    return JSON.stringify({ ...before, asOf: "" }) !== JSON.stringify({ ...account, asOf: "" });
  };

  const lost = (error: unknown): void => {
    if (closed || address === null) return;
    era += 1;
    const was = connection;
    connection = null;
    stream?.close();
    stream = null;
    clearTimeout(looking);
    clearTimeout(timer);
    const body = errorBodyOf(error);
    const refused = body.code === "unauthenticated" || body.code === "forbidden" || body.code === "scope_missing";
    if (refused) set(statusOf("signed-out", body.code !== "unauthenticated" ? body.message : shown ? sessionOver : nobody));
    else if (body.code === "farm_incompatible") set(statusOf("offline", body.message));
    else set(statusOf("offline", new CodedError("farm_unreachable").message));
    if (was !== null) ports.accountChanged();
    // A farm that answers and then fails again and again is not hammered.
    if (currentAt !== null && clock.now() - currentAt > stableMs) tries = 0;
    currentAt = null;
    const pause = refused ? signedOutAgainMs : (backOff[Math.min(tries, backOff.length - 1)] as number);
    tries += 1;
    timer = setTimeout(() => void connect(), pause);
  };

  const look = async (client: FarmClient, mine: number): Promise<void> => {
    const [who, nextFarm, answer] = await Promise.all([client.account(), client.farm(), client.credits()]);
    if (mine !== era) return;
    const opened = connection?.client !== client;
    if (opened) connection = { client, accountId: who.id };
    const news = setAccount(who) || opened;
    farm = nextFarm;
    credits = { available: answer.available, held: answer.held };
    lastSeen = new Date(clock.now()).toISOString();
    ports.putNote("priceList", nextFarm.priceList);
    set(statusOf("connected", null));
    if (news) ports.accountChanged();
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
    asking.clear();
    clearTimeout(timer);
    stream?.close();
    try {
      const token = await address.token();
      if (mine !== era) return;
      shown = token !== null;
      // The session is bound to the line: what is sent on it goes out as the account that the farm named for it.
      const client = createFarmClient({ url: address.url, token, agent: ports.agent });
      await look(client, mine);
      // What was told has called back, and may have chosen another farm.
      if (mine !== era || connection?.client !== client) return;
      const { accountId } = connection;
      listen(client, accountId, mine);
      lookAtPlaces(client, accountId, mine);
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
      if (!jobs.event(message.jobId, message)) void ask(message.jobId, client, era);
      if (message.event.type === "preview") {
        const job = jobs.byFarmId(message.jobId);
        if (job !== null) ports.preview(job.row.id, message.event.artifact);
      }
    }
  };
  /** Asks for a job's snapshot, once at a time; again when more was told meanwhile, for a job's last event has none after it. */
  const ask = async (farmId: string, client: FarmClient, mine: number): Promise<void> => {
    toldMore.add(farmId);
    if (asking.has(farmId)) return;
    asking.add(farmId);
    try {
      while (toldMore.delete(farmId)) {
        const job = await client.job(farmId);
        if (mine !== era) return;
        jobs.snapshot(job);
      }
    } catch (error) {
      // The next line tells everything from the gap on.
      if (mine === era && errorBodyOf(error).code !== "not_found") lost(error);
    } finally {
      if (mine === era) asking.delete(farmId);
    }
  };

  return {
    status: () => status,
    current: () => connection,
    farm: () => farm,
    address: () => address,
    account: () => account,
    /** True where the farm refuses a session that it once gave. */
    sessionOver: () => status.state === "signed-out" && shown,
    agent: ports.agent,
    /** Asks the farm again who is signed in and what is there; what went wrong is the status's matter. */
    async refresh(): Promise<void> {
      const mine = era;
      if (connection !== null) await look(connection.client, mine).catch((error: unknown) => void (mine === era && lost(error)));
    },
    /** The session has a new token: the line is opened anew under it, without a word to anybody. */
    renew: () => connect(),
    lost: (error: unknown) => lost(error),
    /**
     * Talks to another farm from now on; null to none. `stranger`: who is signed in there is not known any more, because
     * somebody signed in or out. Resolves when the first try is over.
     */
    async use(next: FarmAddress | null, { stranger = false } = {}): Promise<FarmStatus> {
      era += 1;
      address = next;
      connection = null;
      farm = null;
      credits = null;
      tries = 0;
      const before = account?.id;
      account = next === null || stranger ? null : knownAt(next);
      if (next !== null && stranger) ports.putNote(noteOf(next), "null");
      if (account?.id !== before) ports.accountChanged();
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
