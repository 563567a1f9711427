// Age: a provider says whether a person is an adult, and the farm keeps that answer alone. The built-in
// provider believes an attested date of birth; the date is looked at once and stored nowhere.
import type { z } from "zod";
import type { AgeState, ageRequestSchema } from "../../shared/contract/farm-rights.ts";
import { CodedError } from "../../shared/contract/errors.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import type { Clock } from "../ports.ts";

const adultAge = 18;
const oldest = 120;

/** Whoever can say that a person is an adult: the built-in attestation, or a service of the operator's. */
export interface AgeProvider {
  /** A short name, kept with the result. */
  name: string;
  /** Throws CodedError invalid_input where the proof cannot be one. */
  isAdult(proof: z.output<typeof ageRequestSchema>): Promise<boolean>;
}

/** Believes the date that its account attests. */
export function attestation(clock: Clock): AgeProvider {
  return {
    name: "attestation",
    isAdult({ dateOfBirth }) {
      const [year = 0, month = 0, day = 0] = dateOfBirth.split("-").map(Number);
      const today = new Date(clock.now());
      const had = today.getUTCMonth() + 1 > month || (today.getUTCMonth() + 1 === month && today.getUTCDate() >= day);
      const age = today.getUTCFullYear() - year - (had ? 0 : 1);
      if (age < 0 || age > oldest) {
        const message = "This is not the date of birth of anyone alive. Check the year.";
        throw new CodedError("invalid_input", message, { fields: [{ path: "dateOfBirth", message }] });
      }
      return Promise.resolve(age >= adultAge);
    },
  };
}

export interface AgeChecks {
  state(accountId: AccountId): Promise<AgeState>;
  /** Asks the provider once; who was refused is refused again for 30 days, whatever the proof. */
  verify(accountId: AccountId, proof: z.output<typeof ageRequestSchema>): Promise<AgeState>;
}

/** Age checks over the API's database role. */
export function createAgeChecks(database: Database, provider: AgeProvider): AgeChecks {
  return {
    state: (accountId) => database.call<AgeState>("age_json", accountId),
    verify: async (accountId, proof) => database.call<AgeState>("age_note", accountId, await provider.isAdult(proof), provider.name),
  };
}
