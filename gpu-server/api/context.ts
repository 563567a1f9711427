// What the routes share: the parts of the farm, who asks, and cursors of lists.
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";
import type { PriceList } from "../../shared/domain/credits.ts";
import type { KeyScope } from "../../shared/contract/farm-identity.ts";
import type { UrlSigner } from "../artifacts/signing.ts";
import type { CreditAccounts } from "../credits/account.ts";
import type { Plan } from "../credits/plans.ts";
import type { Accounts } from "../identity/accounts.ts";
import type { AdmissionNotice } from "../identity/admission.ts";
import type { Devices } from "../identity/devices.ts";
import type { ApiKeys } from "../identity/keys.ts";
import type { Caller } from "../identity/sessions.ts";
import type { Teams } from "../identity/teams.ts";
import type { Appeals } from "../jobs/appeals.ts";
import type { OwnedJobs } from "../jobs/owned.ts";
import type { Submission } from "../jobs/submission.ts";
import type { UploadRows } from "../uploads/rows.ts";
import type { TusServer } from "../uploads/tus.ts";
import type { AgeChecks } from "../rights/age.ts";
import type { Consents } from "../rights/consents.ts";
import type { Exports } from "../rights/exports.ts";
import type { FarmView, Logger, Metrics, Readiness } from "../ports.ts";

/** An authenticated caller with its plan. */
export interface Member extends Caller {
  plan: Plan;
  localOwner: boolean;
  /** What an API key may do; null for a session, which may do everything. */
  scopes: readonly KeyScope[] | null;
}

/** What the routes of people's rights call. */
export interface RightsParts {
  exports: Exports;
  consents: Consents;
  age: AgeChecks;
  signer: UrlSigner;
  /** Origin that links are made with, where the farm stands behind a proxy: "https://farm.example". */
  publicUrl?: string | undefined;
}

/** The parts of the farm that the routes call. */
export interface ApiDeps {
  log: Logger;
  version: string;
  /** Proxies whose word about a client's address counts (addresses, networks, "loopback"); false for none. */
  trustProxy: string | false;
  prices: PriceList;
  credits: CreditAccounts;
  /** Who may make an account. */
  admission: AdmissionNotice;
  accounts: Accounts;
  devices: Devices;
  keys: ApiKeys;
  teams: Teams;
  jobs: OwnedJobs;
  appeals: Appeals;
  submission: Submission;
  rights: RightsParts;
  uploads: { tus: TusServer; rows: Pick<UploadRows, "inputs" | "usage"> };
  farm: FarmView;
  /** The caller of an Authorization header with its month opened, or null. */
  member(authorization: string | undefined): Promise<Member | null>;
  readiness: Readiness;
  /** Numbers about the farm, and the token that shows them here; nowhere without one. */
  metrics?: { numbers: Metrics; token: string | undefined };
  /** Address of the farm where it stands behind a proxy. */
  publicUrl?: string | undefined;
  /** Names beside its own that the farm goes by. */
  allowedHosts?: readonly string[];
  /** How long a request may take to arrive, in ms; shorter in tests. */
  arrival?: { headers: number; whole: number };
}

declare module "fastify" {
  interface FastifyRequest {
    member: Member | null;
  }
}

/** The caller of a request behind the door. Throws CodedError unauthenticated. */
export function memberOf(request: FastifyRequest): Member {
  if (request.member === null) throw new CodedError("unauthenticated");
  return request.member;
}

/** An opaque cursor. */
export function cursorOf(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** What a cursor stands for; null for none. Throws CodedError invalid_input. */
export function placeOf<Shape extends z.ZodType>(cursor: string | undefined, shape: Shape): z.output<Shape> | null {
  if (cursor === undefined) return null;
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    const message = "This cursor is not one of this list. Start again without it.";
    throw new CodedError("invalid_input", message, { fields: [{ path: "cursor", message }] });
  }
}

export const pageQuery = { cursor: z.string().max(400).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) };
