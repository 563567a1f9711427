// API keys: shown once, stored as a hash, scoped, expiring, counted. A key goes with its account.
import { createHash } from "node:crypto";
import type { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";
import type { keyRequestSchema, keySchema, KeyScope } from "../../shared/contract/farm-identity.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import type { RandomBytes } from "./secrets.ts";
import type { Caller } from "./sessions.ts";

/** What every key begins with, so that scanners find one that was lost. */
const keyPrefix = "ovk_";
const mostKeys = 50;

type Key = z.output<typeof keySchema>;

/** The account behind a key, and what the key may do. */
export interface KeyCaller extends Caller {
  scopes: readonly KeyScope[];
}

export interface ApiKeys {
  create(accountId: AccountId, request: z.output<typeof keyRequestSchema>): Promise<{ key: Key; secret: string }>;
  list(accountId: AccountId): Promise<Key[]>;
  remove(accountId: AccountId, id: string): Promise<void>;
  /** The caller of `Bearer ovk_...`, counted; null where it is no key or none of ours. Throws CodedError rate_limited. */
  authenticate(authorization: string | undefined): Promise<KeyCaller | null>;
}

interface KeyRow {
  [column: string]: unknown;
  id: string;
  name: string;
  prefix: string;
  scopes: KeyScope[];
  per_minute: number;
  uses: string;
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date | null;
}

interface Used {
  [column: string]: unknown;
  result:
    | { accountId: string; keyId: string; email: string; name: string; createdAt: string; twoFactor: boolean; scopes: KeyScope[] }
    | { wait: number }
    | null;
}

const hashOf = (key: string) => createHash("sha256").update(key).digest();

/** Keys over `database` (may write them) and `api` (may only use them). */
export function createApiKeys(database: Database, api: Database, random: RandomBytes): ApiKeys {
  const select = `select id, name, prefix, scopes, per_minute, uses, created_at, last_used_at, expires_at from identity.api_key where account_id = $1`;
  const keyOf = (row: KeyRow): Key => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    perMinute: row.per_minute,
    uses: Number(row.uses),
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
  });
  return {
    async create(accountId, { name, scopes, expiresAt, perMinute }) {
      const secret = keyPrefix + Buffer.from(random(32)).toString("base64url");
      const values = [accountId, name, secret.slice(0, 10), hashOf(secret), scopes, perMinute, expiresAt ?? null, mostKeys];
      const [made] = await database.query<{ id: string | null }>(
        "select identity.add_api_key($1, $2, $3, $4, $5, $6, $7, $8) as id",
        values,
      );
      if (!made?.id) throw new CodedError("conflict", `An account has at most ${mostKeys} keys. Delete one that you do not use.`);
      const [row] = await database.query<KeyRow>(`${select} and id = $2`, [accountId, made.id]);
      if (row === undefined) throw new CodedError("conflict");
      return { key: keyOf(row), secret };
    },
    async list(accountId) {
      return (await database.query<KeyRow>(`${select} order by created_at desc, id`, [accountId])).map(keyOf);
    },
    async remove(accountId, id) {
      const gone = await database.query("delete from identity.api_key where account_id = $1 and id = $2 returning 1", [accountId, id]);
      if (gone.length === 0) throw new CodedError("not_found");
    },
    async authenticate(authorization) {
      const [, key = ""] = /^bearer\s+(\S+)$/i.exec(authorization ?? "") ?? [];
      if (!key.startsWith(keyPrefix)) return null;
      const [row] = await api.query<Used>("select identity.use_api_key($1) as result", [hashOf(key)]);
      const used = row?.result ?? null;
      if (used === null) return null;
      if ("wait" in used)
        throw new CodedError(
          "rate_limited",
          "This API key reached its requests for this minute. Wait for the time that Retry-After gives.",
          {
            retryAfter: used.wait,
          },
        );
      const { accountId, keyId, ...rest } = used;
      return { accountId: accountId as AccountId, sessionId: keyId, ...rest };
    },
  };
}
