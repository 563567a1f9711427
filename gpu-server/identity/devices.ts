// Signing in, and the sessions of an account: listed by id without tokens, ended by id.
import type { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";
import type { sessionListSchema, signInSchema } from "../../shared/contract/farm-identity.ts";
import type { Database } from "../database/pool.ts";
import type { Renewed } from "./accounts.ts";
import type { Counters } from "./counters.ts";
import type { ClientRequest, Facade } from "./facade.ts";
import type { Caller } from "./sessions.ts";

export interface Devices {
  /** The password first; with the second factor on, the code after it. Throws CodedError. */
  signIn(client: ClientRequest, proof: z.output<typeof signInSchema>): Promise<Renewed & { next: "signed-in" | "code" }>;
  list(caller: Caller): Promise<z.output<typeof sessionListSchema>["sessions"]>;
  /** Throws CodedError not_found for a session that is not the caller's. */
  end(caller: Caller, sessionId: string): Promise<void>;
}

interface SessionRow {
  [column: string]: unknown;
  id: string;
  userAgent: string | null;
  ipAddress: string | null;
  createdAt: Date;
  updatedAt: Date;
  expiresAt: Date;
}

export function createDevices({ database, facade, counters }: { database: Database; facade: Facade; counters: Counters }): Devices {
  return {
    async signIn(client, proof) {
      if (proof.code !== undefined) {
        const totp = /^\d{6}$/.test(proof.code);
        const path = totp ? "/two-factor/verify-totp" : "/two-factor/verify-backup-code";
        const { body, token, cookies } = await facade.call(client, "POST", path, { as: "second-factor", body: { code: proof.code } });
        await counters.succeeded((body as { user: { email: string } }).user.email);
        return { next: "signed-in", token, cookies };
      }
      const { email = "", password = "" } = proof;
      const { token, cookies } = await facade.call(client, "POST", "/sign-in/email", { body: { email, password } });
      if (token === null) {
        await counters.half(email);
        return { next: "code", token, cookies };
      }
      await counters.succeeded(email);
      return { next: "signed-in", token, cookies };
    },
    async list({ accountId, sessionId }) {
      const rows = await database.query<SessionRow>(
        `select id, "userAgent", "ipAddress", "createdAt", "updatedAt", "expiresAt" from identity.session
         where "userId" = $1 and "expiresAt" > clock_timestamp() order by "updatedAt" desc, id`,
        [accountId],
      );
      return rows.map((row) => ({
        id: row.id,
        current: row.id === sessionId,
        device: row.userAgent || null,
        address: row.ipAddress || null,
        createdAt: row.createdAt.toISOString(),
        lastUsedAt: row.updatedAt.toISOString(),
        expiresAt: row.expiresAt.toISOString(),
      }));
    },
    async end({ accountId }, sessionId) {
      const gone = await database.query(`delete from identity.session where id = $1 and "userId" = $2 returning 1`, [sessionId, accountId]);
      if (gone.length === 0) throw new CodedError("not_found");
    },
  };
}
