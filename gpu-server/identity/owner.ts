// The owner of a local farm: an account of the identity library like any other, made at the first
// start and signed in by the farm itself; its token lies in a file for the user alone.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AccountId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import type { IdentityLibrary } from "./library.ts";
import { keepSecret, type RandomBytes, secret } from "./secrets.ts";
import type { Sessions } from "./sessions.ts";

const email = "owner@farm.local";

/** True for an address of the farm itself: no mail goes there. */
export function isFarmAddress(address: string): boolean {
  return address.toLowerCase() === email;
}

export interface Owner {
  accountId: AccountId;
  /** File that holds the bearer token. */
  tokenFile: string;
}

/** The owner's account id, or null before the farm's first start. */
export async function ownerAccount(migrations: Database): Promise<AccountId | null> {
  const [row] = await migrations.query<{ id: string }>(`select id from identity."user" where email = $1`, [email]);
  return row ? (row.id as AccountId) : null;
}

/** Makes the owner where missing and signs it in where its token is not valid any more. `migrations` may write the library's tables. */
export async function ensureOwner(
  data: string,
  library: IdentityLibrary,
  sessions: Sessions,
  migrations: Database,
  random: RandomBytes,
): Promise<Owner> {
  const password = await secret(data, "owner-password", random);
  if ((await ownerAccount(migrations)) === null) await library.api.signUpEmail({ body: { email, password, name: "Owner" } });
  // The farm vouches for its own owner: no mail is sent. Said again at each start, for a first one that was cut short.
  await migrations.query(`update identity."user" set "emailVerified" = true where email = $1 and not "emailVerified"`, [email]);

  const known = (await readFile(join(data, "secrets", "owner-token"), "utf8").catch(() => "")).trim();
  const caller = known === "" ? null : await sessions.authenticate(`Bearer ${known}`);
  if (caller?.email === email) return { accountId: caller.accountId, tokenFile: join(data, "secrets", "owner-token") };

  const { headers } = await library.api.signInEmail({ body: { email, password }, returnHeaders: true });
  const token = headers.get("set-auth-token");
  if (token === null) throw new Error("The farm could not sign its owner in: the identity library gave no token.");
  const tokenFile = await keepSecret(data, "owner-token", token);
  const signedIn = await sessions.requireCaller(`Bearer ${token}`);
  return { accountId: signedIn.accountId, tokenFile };
}
