// Signed URLs: who may fetch which path until when, as an HMAC in the query. The server keeps nothing.
import { createHmac, timingSafeEqual } from "node:crypto";
import { CodedError } from "../../shared/contract/errors.ts";
import type { Clock } from "../ports.ts";

/** The longest life of a link, in seconds. */
const longestLife = 15 * 60;

export interface SigningKeys {
  /** Id of the key that new links are signed with. */
  current: string;
  /** Every key that is still accepted, by id; 32 bytes each. */
  keys: ReadonlyMap<string, Uint8Array>;
}

/** The members of a signed link's query, as the sender wrote them. */
export interface LinkQuery {
  exp?: string | undefined;
  aud?: string | undefined;
  kid?: string | undefined;
  sig?: string | undefined;
}

export interface UrlSigner {
  /** `path` with expiry, audience, key id and signature in its query. `seconds` is at most 900. */
  sign(method: string, path: string, audience: string, seconds: number): string;
  /** The audience of a valid link. Throws CodedError signature_invalid. */
  verify(method: string, path: string, query: LinkQuery): string;
}

/** HEAD asks for the same bytes as GET, so one link serves both. */
function verb(method: string): string {
  return method === "HEAD" ? "GET" : method;
}

export function createUrlSigner(signing: SigningKeys, clock: Clock): UrlSigner {
  const macOf = (kid: string, ...parts: string[]): Buffer | undefined => {
    const key = signing.keys.get(kid);
    // No part can hold a line feed: paths and ids are checked text, so the parts cannot run into each other.
    return key === undefined
      ? undefined
      : createHmac("sha256", key)
          .update([kid, ...parts].join("\n"))
          .digest();
  };
  return {
    sign(method, path, audience, seconds) {
      if (!(seconds > 0 && seconds <= longestLife)) throw new RangeError(`a link lives 1 to ${longestLife} s, not ${seconds}`);
      const exp = String(Math.floor(clock.now() / 1000) + seconds);
      const mac = macOf(signing.current, verb(method), path, exp, audience);
      if (mac === undefined) throw new Error(`there is no signing key ${signing.current}`);
      return `${path}?${new URLSearchParams({ exp, aud: audience, kid: signing.current, sig: mac.toString("base64url") }).toString()}`;
    },
    verify(method, path, { exp = "", aud = "", kid = "", sig = "" }) {
      const mac = macOf(kid, verb(method), path, exp, aud);
      const given = Buffer.from(sig, "base64url");
      const seconds = Number(exp) - clock.now() / 1000;
      const whole = mac !== undefined && given.length === mac.length && timingSafeEqual(given, mac) && given.toString("base64url") === sig;
      if (!whole || !(seconds >= 0 && seconds <= longestLife + 1)) throw new CodedError("signature_invalid");
      return aud;
    },
  };
}
