// The coordinator put together: database, owner, credits, jobs, node link, scheduler, artifacts and the
// HTTP server over them. Started in this order and stopped in the other.
import { randomBytes } from "node:crypto";
import { mkdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import { CodedError } from "../../shared/contract/errors.ts";
import { priceLists, type PriceListName } from "../../shared/domain/credits.ts";
import { createIdMaker } from "../../shared/domain/ids.ts";
import { registerArtifactRoutes } from "../api/artifacts.ts";
import type { ApiDeps } from "../api/context.ts";
import { registerNodeRoutes } from "../api/node.ts";
import { registerExportLink } from "../api/rights.ts";
import { requireScope } from "../api/scopes.ts";
import { buildServer } from "../api/server.ts";
import { registerStreamRoutes } from "../api/stream.ts";
import { createDiskArtifactStore } from "../artifacts/disk.ts";
import { createUrlSigner } from "../artifacts/signing.ts";
import { openBoss } from "../background/boss.ts";
import { createHandlers } from "../background/handlers.ts";
import { startWork } from "../background/work.ts";
import { createLocalBus } from "../bus/local.ts";
import { createCreditAccounts } from "../credits/account.ts";
import { plans } from "../credits/plans.ts";
import { draftCapabilities } from "../engines/draft/capabilities.ts";
import { folderMail, smtpMail } from "../identity/mail.ts";
import { openIdentity } from "../identity/open.ts";
import { ensureOwner } from "../identity/owner.ts";
import { secret } from "../identity/secrets.ts";
import { createAppeals } from "../jobs/appeals.ts";
import { createArtifactRows } from "../jobs/artifacts.ts";
import { createKeyring } from "../jobs/keyring.ts";
import { createOwnedJobs } from "../jobs/owned.ts";
import { createJobStore } from "../jobs/store.ts";
import { createSubmission } from "../jobs/submission.ts";
import { createMetrics } from "../metrics/metrics.ts";
import { serveMetrics } from "../metrics/serve.ts";
import { createEngineMemory } from "../nodes/engine-memory.ts";
import { createNodeLink } from "../nodes/link.ts";
import type { FarmView, Logger } from "../ports.ts";
import { openRights } from "../rights/open.ts";
import { createScheduler } from "../scheduler/loop.ts";
import { createRateFile } from "../scheduler/rate-file.ts";
import { createStreamReads } from "../stream/reads.ts";
import { openUpgrades } from "../stream/upgrade.ts";
import { createReadiness } from "./health.ts";
import { openUploads } from "../uploads/open.ts";
import { openDatabases } from "./open.ts";
import { type IdentitySettings, localIdentity } from "./identity-settings.ts";

const version = "0.1.0";
/** Connections that wait to be taken: thousands of clients come back at once after a restart, and one that is dropped waits for seconds. */
const connectionsWaiting = 4096;

/** How a coordinator is started. */
export interface CoordinatorSettings {
  data: string;
  /** Port on 127.0.0.1; 0 takes a free one. */
  port: number;
  databaseUrl: string | undefined;
  publicUrl: string | undefined;
  prices: PriceListName;
  /** True when a node of this machine serves drafts, also while it restarts. */
  localNode: boolean;
  /** Who may have an account, and how mail leaves. A farm of this machine alone where absent. */
  identity?: IdentitySettings;
  /** Names beside its own that the farm goes by. */
  allowedHosts?: string[];
  /** Where its numbers are shown; nowhere without port and token. */
  metrics?: { port: number | undefined; token: string | undefined };
}

export interface Coordinator {
  url: string;
  tokenFile: string;
  nodeTokenFile: string;
  stop(): Promise<void>;
}

/** Starts everything; when something fails, what was started is stopped again. Throws an Error with a sentence. */
export async function startCoordinator(settings: CoordinatorSettings, log: Logger): Promise<Coordinator> {
  const { data } = settings;
  const undo: (() => unknown)[] = [];
  let ending = false;
  const stop = async () => {
    ending = true;
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    await mkdir(join(data, "secrets"), { recursive: true, mode: 0o700 });
    const random = (count: number) => randomBytes(count);
    const [identitySecret, masterKey, linkKey, nodeToken, certificateSeed] = (await Promise.all(
      ["identity", "master-key", "link-key", "node-token", "certificate-key"].map((name) => secret(data, name, random)),
    )) as [string, string, string, string, string];

    const databases = await openDatabases(data, settings.databaseUrl, log);
    undo.push(() => databases.close());
    const clock = { now: () => Date.now() };
    const identitySettings = settings.identity ?? localIdentity;
    const identity = openIdentity({
      databaseUrl: databases.url,
      owner: databases.owner,
      api: databases.api,
      secret: identitySecret,
      baseUrl: settings.publicUrl ?? "http://127.0.0.1",
      random,
      ...identitySettings,
    });
    undo.push(() => identity.close());
    const { sessions } = identity;
    const owner = await ensureOwner(data, identity.library, sessions, databases.owner, random);

    const bus = createLocalBus(log);
    const prices = priceLists[settings.prices];
    const credits = createCreditAccounts(databases.api, clock.now);
    await credits.open(owner.accountId, plans.local);
    const keyring = createKeyring(databases.api, Buffer.from(masterKey, "base64url"), random);
    const artifacts = await createDiskArtifactStore({ folder: join(data, "artifacts") });
    const numbers = createMetrics({
      pools: { api: databases.api, scheduler: databases.scheduler, operations: databases.operations, owner: databases.owner },
      owner: databases.owner,
      farm: { nodes: () => farm.nodes() },
      sockets: () => openUpgrades(app.server),
      freeBytes: () => statfs(join(data, "artifacts")).then(({ bavail, bsize }) => bavail * bsize),
    });
    const store = numbers.timed(createJobStore(databases.scheduler, bus, keyring, artifacts));
    const link = createNodeLink({ jobs: store, artifacts, bus, logger: log });
    undo.push(() => link.close());
    const memory = createRateFile(join(data, "rates.json"));
    const scheduler = createScheduler({ jobs: store, link, bus, clock, logger: log, memory });

    const engines = createEngineMemory(join(data, "engines.json"), clock);
    // Noted though nobody asks.
    const noting = setInterval(() => engines.with(link.offers()), 5000);
    undo.push(() => clearInterval(noting));
    const farm: FarmView = {
      offers() {
        const offers = engines.with(link.offers());
        const draftThere = offers.some(({ id }) => id === draftCapabilities.id);
        // The draft engine is a part of this farm: a job may wait while its node starts again.
        return settings.localNode && !draftThere ? [{ ...draftCapabilities, slots: 1 }, ...offers] : offers;
      },
      nodes: () => link.nodes().map(({ id, name, up, gpu }) => ({ id, name, up, gpu })),
      queue: () => scheduler.queues(),
      place: (jobId) => scheduler.outlook(jobId) ?? { position: null, eta: null },
      estimate: (engine, kind, work) => scheduler.estimate(engine, kind, work),
    };
    /** The caller by session or API key. */
    const callerOf = async (authorization: string | undefined) => {
      const key = await identity.keys.authenticate(authorization);
      if (key !== null) return key;
      const caller = await sessions.authenticate(authorization);
      return caller && { ...caller, scopes: null };
    };
    const newId = createIdMaker({ ...clock, randomBytes: random });
    const uploads = await openUploads({
      data,
      api: databases.api,
      operations: databases.operations,
      keyring,
      store: artifacts,
      newId,
      random,
      clock,
      logger: log,
    });
    const { smtpUrl, mailFrom } = identitySettings;
    const mail = smtpUrl === undefined ? folderMail(join(data, "mail"), mailFrom, clock.now, random) : smtpMail(smtpUrl, mailFrom);
    const background = await openBoss(databases.url, log, settings.databaseUrl === undefined ? "alone" : "one-of-several");
    undo.push(() => background.stop(0));
    const rights = openRights({
      databases,
      identity,
      background,
      keyring,
      store: artifacts,
      credits,
      mail,
      bus,
      clock,
      newId,
      random,
      backupDays: identitySettings.backupDays,
      removeUploads: (accountId) => uploads.forget(accountId),
      certificateSeed: Buffer.from(certificateSeed, "base64url"),
    });
    const signer = createUrlSigner({ current: "1", keys: new Map([["1", Buffer.from(linkKey, "base64url")]]) }, clock);
    const deps: ApiDeps = {
      rights: { ...rights, signer, publicUrl: settings.publicUrl },
      uploads,
      log,
      version,
      prices,
      credits,
      farm,
      trustProxy: identitySettings.trustProxy,
      admission: {
        signUp: identitySettings.signUp,
        regions: identitySettings.regions,
        mailFolder: identitySettings.smtpUrl === undefined && settings.publicUrl === undefined ? join(data, "mail") : null,
      },
      accounts: identity.accounts,
      devices: identity.devices,
      keys: identity.keys,
      teams: identity.teams,
      jobs: createOwnedJobs(databases.api, bus, farm),
      appeals: createAppeals(databases.api, keyring, newId),
      submission: createSubmission({
        database: databases.api,
        bus,
        keyring,
        farm,
        prices,
        newId,
      }),
      async member(authorization) {
        const caller = await callerOf(authorization);
        if (caller === null) return null;
        const localOwner = caller.accountId === owner.accountId;
        const plan = localOwner ? plans.local : await credits.plan(caller.accountId);
        await credits.open(caller.accountId, plan);
        return { ...caller, plan, localOwner };
      },
      readiness: createReadiness({
        database: databases.api,
        owner: databases.owner,
        artifactFolder: join(data, "artifacts"),
        ending: () => ending,
      }),
      metrics: { numbers, token: settings.metrics?.token },
      publicUrl: settings.publicUrl,
      allowedHosts: settings.allowedHosts ?? [],
    };
    const app = await buildServer(deps, (server) => {
      registerArtifactRoutes(server, {
        rows: createArtifactRows(databases.api, keyring),
        store: artifacts,
        signer,
        async authenticate(request) {
          const caller = await callerOf(request.headers.authorization);
          if (caller?.scopes) requireScope(caller.scopes, request.method, "/v1/artifacts");
          return caller;
        },
        ...(settings.publicUrl === undefined ? {} : { publicUrl: settings.publicUrl }),
      });
      registerStreamRoutes(server, {
        jobs: createStreamReads(databases.api, deps.jobs),
        bus,
        clock,
        logger: log,
        random,
        authenticate: (header) => sessions.authenticate(header),
        alive: (sessionIds) => sessions.alive(sessionIds),
        origins: ["studio://app", ...identitySettings.trustedOrigins],
      });
      registerNodeRoutes(server, { link, nodeToken });
      registerExportLink(server, { ...rights, signer });
    });
    await app.listen({ host: "127.0.0.1", port: settings.port, backlog: connectionsWaiting }).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== "EADDRINUSE" && cause.code !== "EACCES") throw cause;
      const words = cause.code === "EACCES" ? "may not be taken by this user" : "is taken by another program";
      throw new CodedError("port_in_use", `Port ${settings.port} ${words}. Choose another with --port, or leave it out for a free one.`, {
        cause,
      });
    });
    undo.push(() => app.close());
    if (settings.metrics?.port !== undefined) undo.push(await serveMetrics(numbers, settings.metrics.port));
    await scheduler.start();
    undo.push(() => scheduler.stop());
    const address = app.server.address();
    const port = address !== null && typeof address === "object" ? address.port : settings.port;
    const url = `http://127.0.0.1:${port}`;
    const handlers = createHandlers({
      databases,
      background,
      identity,
      mail,
      publicUrl: settings.publicUrl ?? url,
      artifacts,
      rights,
      clock,
      log,
      retireMore: () => uploads.retire(),
    });
    undo.push(await startWork(background, handlers, log));
    return { url, tokenFile: owner.tokenFile, nodeTokenFile: join(data, "secrets", "node-token"), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
