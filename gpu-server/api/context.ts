// What the routes share: the parts of the farm, who asks, and cursors of lists.
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";
import type { PriceList } from "../../shared/domain/credits.ts";
import type { CreditAccounts, Plan } from "../credits/account.ts";
import type { Caller } from "../identity/sessions.ts";
import type { OwnedJobs } from "../jobs/owned.ts";
import type { Submission } from "../jobs/submission.ts";
import type { FarmView, Logger } from "../ports.ts";

/** An authenticated caller with its plan. */
export interface Member extends Caller {
  plan: Plan;
  localOwner: boolean;
}

/** The parts of the farm that the routes call. */
export interface ApiDeps {
  log: Logger;
  version: string;
  prices: PriceList;
  credits: CreditAccounts;
  jobs: OwnedJobs;
  submission: Submission;
  farm: FarmView;
  /** The caller of an Authorization header with its month opened, or null. */
  member(authorization: string | undefined): Promise<Member | null>;
  /** Throws when the database does not answer. */
  checkDatabase(): Promise<void>;
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
