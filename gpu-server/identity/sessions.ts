// Who sends a request: the check of every call. It verifies the token's signature and reads the session
// by one indexed query; a contract test holds its answer to the library's.
import { createHmac, timingSafeEqual } from "node:crypto";
import { CodedError } from "../../shared/contract/errors.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import type { IdentityLibrary } from "./library.ts";

/** The account behind a session. */
export interface Caller {
  accountId: AccountId;
  sessionId: string;
  email: string;
  name: string;
  createdAt: string;
  twoFactor: boolean;
}

export interface Sessions {
  /** The caller of an Authorization header, or null. */
  authenticate(authorization: string | undefined): Promise<Caller | null>;
  /** The same; throws CodedError unauthenticated instead of null. */
  requireCaller(authorization: string | undefined): Promise<Caller>;
  /** Those of the sessions that have neither ended nor expired. */
  alive(sessionIds: string[]): Promise<string[]>;
}

interface SessionRow {
  account_id: string;
  session_id: string;
  email: string;
  name: string;
  created_at: Date;
  two_factor: boolean | null;
  slide: boolean;
}

/** The library renews a session that was not renewed for a day. */
const sessionQuery = `
  select u.id as account_id, s.id as session_id, u.email, u.name, u."createdAt" as created_at, u."twoFactorEnabled" as two_factor,
    s."updatedAt" < clock_timestamp() - interval '1 day' as slide
  from identity.session s join identity."user" u on u.id = s."userId"
  where s.token = $1 and s."expiresAt" > clock_timestamp()`;

/** The session token in `Bearer <token>.<signature>`, when the signature is ours. */
function verifiedToken(authorization: string | undefined, signingSecret: string): string | null {
  const [, sent = ""] = /^bearer\s+(\S+)$/i.exec(authorization ?? "") ?? [];
  let signed = sent;
  try {
    signed = decodeURIComponent(sent);
  } catch {
    // Not percent-encoded; compared as it is.
  }
  const dot = signed.indexOf(".");
  if (dot <= 0) return null;
  const token = signed.slice(0, dot);
  const expected = createHmac("sha256", signingSecret).update(token).digest();
  const given = Buffer.from(signed.slice(dot + 1), "base64");
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null;
}

/** The hot path over `database`; `library` renews a session that is used for longer than a day. */
export function createSessions(database: Database, library: IdentityLibrary, signingSecret: string): Sessions {
  const authenticate = async (authorization: string | undefined): Promise<Caller | null> => {
    const token = verifiedToken(authorization, signingSecret);
    if (token === null) return null;
    const [row] = await database.query<SessionRow & Record<string, unknown>>(sessionQuery, [token]);
    if (row === undefined) return null;
    if (row.slide) await library.api.getSession({ headers: new Headers({ authorization: authorization ?? "" }) });
    return {
      accountId: row.account_id as AccountId,
      sessionId: row.session_id,
      email: row.email,
      name: row.name,
      createdAt: row.created_at.toISOString(),
      twoFactor: row.two_factor === true,
    };
  };
  return {
    authenticate,
    async requireCaller(authorization) {
      const caller = await authenticate(authorization);
      if (caller === null) throw new CodedError("unauthenticated");
      return caller;
    },
    async alive(sessionIds) {
      const rows = await database.query<{ id: string }>(
        `select id from identity.session where id = any($1) and "expiresAt" > clock_timestamp()`,
        [sessionIds],
      );
      return rows.map(({ id }) => id);
    },
  };
}
