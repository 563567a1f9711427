// For tests: the ledger and the jobs of one database, with an engine that takes everything and a bus
// that remembers.
import { randomBytes, randomUUID } from "node:crypto";
import { CodedError } from "../../shared/contract/errors.ts";
import type { JobSpec } from "../../shared/contract/farm-http.ts";
import { jobRequestSchema } from "../../shared/contract/farm-http.ts";
import type { EngineOffer } from "../../shared/contract/node-link.ts";
import { priceLists } from "../../shared/domain/credits.ts";
import { type AccountId, type ArtifactId, createIdMaker, type JobId, type NodeId } from "../../shared/domain/ids.ts";
import { createCreditAccounts, type CreditAccounts } from "../credits/account.ts";
import { plans } from "../credits/plans.ts";
import { draftCapabilities } from "../engines/draft/capabilities.ts";
import type { TestDatabase } from "../database/testing.ts";
import type { ArtifactStore, Bus, FarmView, JobStore, StoredFile } from "../ports.ts";
import { type Appeals, createAppeals } from "./appeals.ts";
import { createKeyring, type Keyring } from "./keyring.ts";
import { createOwnedJobs, type OwnedJobs } from "./owned.ts";
import { createJobStore } from "./store.ts";
import { createSubmission, type Submission, type Submitter } from "./submission.ts";

/** The parts under test over one database. */
export interface TestFarm {
  credits: CreditAccounts;
  submission: Submission;
  jobs: OwnedJobs;
  appeals: Appeals;
  store: JobStore;
  keyring: Keyring;
  offers: EngineOffer[];
  published: { subject: string; payload: unknown }[];
  node: { id: NodeId; name: string };
  /** A new account with `credits` credits that do not expire. */
  account(credits: number): Promise<Submitter>;
  file(kind: StoredFile["kind"], index: number): StoredFile;
}

const draft: EngineOffer = { ...draftCapabilities, slots: 2 };
const audio: EngineOffer = {
  id: "audio",
  kinds: ["audio.speech", "audio.effect", "audio.music"],
  qualities: ["fast", "high"],
  models: ["kokoro-82m"],
  slots: 1,
};
const sdxl: EngineOffer = {
  id: "sdxl",
  kinds: ["image.generate", "image.edit", "image.upscale"],
  qualities: ["fast", "high"],
  models: [],
  slots: 1,
};
const wan: EngineOffer = { id: "wan", kinds: ["video.generate"], qualities: ["fast", "high"], models: ["vace-1.3b"], slots: 1 };

/** Files of a test that stores none. */
const noFiles: Pick<ArtifactStore, "read"> = {
  read() {
    throw new CodedError("artifact_expired");
  },
};

/** Wires credits, submission, owner's calls and store over `database` under the price list `test`. */
export function testFarm(database: Pick<TestDatabase, "open">, artifacts: Pick<ArtifactStore, "read"> = noFiles): TestFarm {
  const api = database.open("farm_api", 8);
  const random = (count: number) => randomBytes(count);
  const published: TestFarm["published"] = [];
  const bus: Bus = { publish: (subject, payload) => void published.push({ subject, payload }), subscribe: () => () => undefined };
  const offers = [draft, wan, sdxl, audio];
  const farm: FarmView = {
    offers: () => offers,
    nodes: () => [],
    queue: () => [],
    place: () => ({ position: null, eta: null }),
    estimate: () => null,
  };
  const keyring = createKeyring(api, random(32), random);
  const newId = createIdMaker({ now: () => Date.now(), randomBytes: random });
  const credits = createCreditAccounts(api, () => Date.now());
  return {
    credits,
    submission: createSubmission({ database: api, bus, keyring, farm, prices: priceLists.test, newId }),
    jobs: createOwnedJobs(api, bus, farm),
    appeals: createAppeals(api, keyring, newId),
    store: createJobStore(database.open("farm_scheduler", 4), bus, keyring, artifacts),
    keyring,
    offers,
    published,
    node: { id: newId<"node">(), name: "test node" },
    async account(amount) {
      const id = randomUUID() as AccountId;
      await credits.open(id, { name: "none", creditsPerMonth: 0 });
      if (amount > 0) await credits.grant(id, "opening", amount, null);
      return { id, plan: plans.local };
    },
    file: (kind, index) => ({
      id: newId<"artifact">() as ArtifactId,
      kind,
      index,
      contentType: "video/mp4",
      sha256: randomBytes(32).toString("hex"),
      bytes: 1000 + index,
    }),
  };
}

/** A video job of `segments` segments of 80 frames. */
export function videoSpec(segments: number, more: object = {}): JobSpec {
  const input = {
    segments: Array.from({ length: segments }, (_, index) => ({ prompt: `A boat at sea, ${index}`, seed: index, frames: 80 })),
  };
  return jobRequestSchema.parse({ kind: "video.generate", input, ...more });
}

/** Claims a job that is queued, as its first or next lease. */
export async function claimed(farm: TestFarm, accountId: AccountId, jobId: JobId, leaseMs = 15_000) {
  const open = await farm.store.openJob(accountId, jobId);
  const lease = open && (await farm.store.claim(accountId, jobId, open.epoch, farm.node, leaseMs));
  if (!lease) throw new Error("the job cannot be claimed");
  return lease;
}
