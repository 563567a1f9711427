// How the account's services reach the farm: as the account that is signed in, or as nobody, with errors that say what
// did not happen; and what the farm said last, for when it is away.
import { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";
import { AnswerLost, createFarmClient } from "../farm/client.ts";
import type { FarmService } from "../farm/farm.ts";
import type { Clock, FarmAddress } from "../ports.ts";
import { type AccountCalls, accountCalls } from "./calls.ts";

export interface FarmLinePorts {
  line: FarmService["line"];
  clock: Clock;
  note: (name: string) => string | null;
  putNote: (name: string, value: string) => void;
}

export type FarmLine = ReturnType<typeof createFarmLine>;

const unsent = "The farm does not answer, so nothing was changed. Try again when it is back.";
const unknown = "The farm did not answer, so it is not known whether this was done. Look at it again when the farm is back.";

export function createFarmLine({ line, clock, note, putNote }: FarmLinePorts) {
  /** Why nothing can be asked as the account. */
  const awayError = (): CodedError => {
    const { state, message } = line.status();
    if (state === "none") return new CodedError("farm_unreachable", "No farm is connected. Choose a farm first.");
    if (state === "signed-out") return new CodedError("unauthenticated", message ?? undefined);
    return new CodedError("farm_unreachable", unsent);
  };
  const said = (error: unknown, change: boolean): unknown => {
    if (!(error instanceof AnswerLost)) return error;
    return new CodedError("farm_unreachable", error.unsent || !change ? unsent : unknown, { cause: error });
  };
  const nameOf = (accountId: string, what: string) => `seen:${accountId}:${what}`;
  /** The farm that is talked to. Throws CodedError farm_unreachable where there is none. */
  const farm = (): FarmAddress => {
    const address = line.address();
    if (address === null) throw awayError();
    return address;
  };
  /** A call that needs no session. */
  const asNobody = async <T>(work: (calls: AccountCalls) => Promise<T>): Promise<T> => {
    const { url } = farm();
    try {
      return await work(accountCalls(createFarmClient({ url, token: null, agent: line.agent }).send));
    } catch (error) {
      throw said(error, true);
    }
  };
  /** A call as the account that is signed in. Throws CodedError unauthenticated, farm_unreachable. */
  const asAccount = async <T>(work: (calls: AccountCalls) => Promise<T>, { change = true } = {}): Promise<T> => {
    const current = line.current();
    if (current === null) throw awayError();
    try {
      return await work(accountCalls(current.client.send));
    } catch (error) {
      // The session is over: all of the studio should know.
      if (error instanceof CodedError && error.code === "unauthenticated" && line.current() === current) line.lost(error);
      throw said(error, change);
    }
  };
  /** What the farm says; where it is away, what it said last. `what` names it among what is kept of the account. */
  const seen = async <T extends object>(
    what: string,
    schema: z.ZodType<T>,
    work: (calls: AccountCalls) => Promise<T>,
  ): Promise<T & { asOf: string; live: boolean }> => {
    const accountId = line.current()?.accountId ?? line.account()?.id;
    if (line.current() !== null && accountId !== undefined) {
      try {
        const value = await asAccount(work, { change: false });
        const asOf = new Date(clock.now()).toISOString();
        putNote(nameOf(accountId, what), JSON.stringify({ value, asOf }));
        return { ...value, asOf, live: true };
      } catch (error) {
        if (!(error instanceof CodedError && error.code === "farm_unreachable")) throw error;
      }
    }
    const kept = accountId === undefined ? null : note(nameOf(accountId, what));
    const frame = z.object({ value: z.unknown(), asOf: z.string() }).safeParse(JSON.parse(kept ?? "null"));
    const value = schema.safeParse(frame.data?.value);
    if (!frame.success || !value.success) throw awayError();
    return { ...value.data, asOf: frame.data.asOf, live: false };
  };
  return { farm, asNobody, asAccount, seen };
}
