// The one door to the identity library: a fixed list of its paths, headers that we chose ourselves, and
// its errors as codes of the closed union.
import { CodedError, type ErrorCode } from "../../shared/contract/errors.ts";
import { guardCodes } from "./guard.ts";
import { type IdentityLibrary, teamNeedsOwner } from "./library.ts";

/** What of a client's request reaches the library. */
export interface ClientRequest {
  /** Address of the client as the server knows it, never as the client says. */
  ip: string;
  headers: Record<string, string | string[] | undefined>;
}

/** The library has many more paths; none of them can be reached. */
const allowed = [
  "/sign-up/email",
  "/sign-in/email",
  "/verify-email",
  "/reset-password",
  "/change-password",
  "/update-user",
  "/delete-user",
  "/two-factor/enable",
  "/two-factor/disable",
  "/two-factor/generate-backup-codes",
  "/two-factor/verify-totp",
  "/two-factor/verify-backup-code",
  "/organization/create",
  "/organization/update",
  "/organization/delete",
  "/organization/list",
  "/organization/get-full-organization",
  "/organization/invite-member",
  "/organization/cancel-invitation",
  "/organization/list-user-invitations",
  "/organization/accept-invitation",
  "/organization/reject-invitation",
  "/organization/update-member-role",
  "/organization/remove-member",
  "/organization/leave",
] as const;
export type LibraryPath = (typeof allowed)[number];

export interface LibraryAnswer {
  body: unknown;
  /** The signed session token, where the answer gives one. */
  token: string | null;
  cookies: string[];
}

export interface Facade {
  /** Calls the library for a client. Throws CodedError. */
  call(
    client: ClientRequest,
    method: "GET" | "POST",
    path: LibraryPath,
    more?: { body?: object; query?: Record<string, string>; as?: "session" | "second-factor" },
  ): Promise<LibraryAnswer>;
}

/** Headers by which the library judges where a request comes from. */
const judged = ["origin", "referer", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "user-agent"];
const secondFactorCookie = /(^|[._-])(two_factor|dont_remember)$/;

const signInAgain = "This sign-in is over. Start again with your password.";
const origin = "The header Origin is missing or is not one of this farm's studios. Use the studio, or send Origin: studio://app.";
/** Library code -> ours, with a sentence where ours says too little. */
const codes: Record<string, [ErrorCode, string?]> = {
  INVALID_EMAIL_OR_PASSWORD: ["credentials_invalid"],
  INVALID_PASSWORD: ["credentials_invalid", "The password is not right."],
  EMAIL_NOT_VERIFIED: ["email_unverified"],
  INVALID_CODE: ["code_invalid"],
  INVALID_BACKUP_CODE: ["code_invalid", "This recovery code is not right or was used already."],
  [guardCodes.codeUsed]: ["code_invalid"],
  [guardCodes.codeMissing]: ["code_invalid", "This needs a fresh code of your authenticator app beside the password."],
  INVALID_TWO_FACTOR_COOKIE: ["unauthenticated", signInAgain],
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: ["unauthenticated", signInAgain],
  INVALID_TOKEN: ["invalid_input", "This link or code is not valid or has expired. Ask for a new one."],
  TOKEN_EXPIRED: ["invalid_input", "This link or code is not valid or has expired. Ask for a new one."],
  USER_NOT_FOUND: ["invalid_input", "This link or code is not valid or has expired. Ask for a new one."],
  MISSING_OR_NULL_ORIGIN: ["forbidden", origin],
  INVALID_ORIGIN: ["forbidden", origin],
  CROSS_SITE_NAVIGATION_LOGIN_BLOCKED: ["forbidden", origin],
  TOTP_ALREADY_ENABLED: ["conflict", "Two-factor sign-in is on already. Turn it off first."],
  TOTP_NOT_ENABLED: ["conflict", "Two-factor sign-in is not set up. Start with POST /v1/account/totp."],
  TWO_FACTOR_NOT_ENABLED: ["conflict", "Two-factor sign-in is not on."],
  BACKUP_CODES_NOT_ENABLED: ["conflict", "Two-factor sign-in is not on."],
  USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION: ["conflict", "This person is in the team already."],
  USER_IS_ALREADY_INVITED_TO_THIS_ORGANIZATION: ["conflict", "This person is invited already."],
  YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER: ["conflict", "A team needs an owner. Make someone else its owner first."],
  YOU_CANNOT_LEAVE_THE_ORGANIZATION_WITHOUT_AN_OWNER: ["conflict", "A team needs an owner. Make someone else its owner first."],
  ORGANIZATION_NOT_FOUND: ["not_found"],
  MEMBER_NOT_FOUND: ["not_found"],
  INVITATION_NOT_FOUND: ["not_found"],
  USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION: ["not_found"],
  YOU_ARE_NOT_A_MEMBER_OF_THIS_ORGANIZATION: ["not_found"],
  YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION: ["not_found"],
};
const statuses: Record<number, ErrorCode> = {
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "payload_too_large",
};

interface LibraryProblem {
  code?: string;
  message?: string;
  retryAfter?: number;
}

function errorOf(status: number, headers: Headers, problem: LibraryProblem | null): CodedError {
  const { code = "", message } = problem ?? {};
  if (status === 429) {
    const locked = code === "ACCOUNT_TEMPORARILY_LOCKED" ? 900 : 10;
    const retryAfter = problem?.retryAfter ?? Number(headers.get("x-retry-after") ?? headers.get("retry-after") ?? locked);
    return new CodedError("rate_limited", "Too many attempts. Wait for the time that Retry-After gives.", { retryAfter });
  }
  if (code === teamNeedsOwner)
    return new CodedError("conflict", `You are the only owner of the team "${message ?? ""}". Make someone else its owner, or delete it.`);
  const known = codes[code];
  if (known !== undefined) return new CodedError(...known);
  const byStatus = statuses[status];
  if (byStatus !== undefined) return new CodedError(byStatus);
  if (status >= 500)
    return new CodedError(status === 503 ? "database_unavailable" : "internal", undefined, {
      cause: new Error(`identity: ${code || status}`),
    });
  // What is left are refusals of the library's own schemas; ours were stricter.
  return new CodedError("invalid_input");
}

/** A database that does not answer, as such; everything else is a fault of ours. */
function faultOf(cause: unknown): CodedError {
  const { code = "" } = cause as { code?: string };
  return new CodedError(/^(08|57P|53300|ECONN|ETIMEDOUT|EPIPE)/.test(code) ? "database_unavailable" : "internal", undefined, { cause });
}

/** The door to `library`, whose address is `baseUrl`. */
export function createFacade(library: Pick<IdentityLibrary, "handler">, baseUrl: string): Facade {
  return {
    async call(client, method, path, { body, query, as } = {}) {
      if (!allowed.includes(path)) throw new CodedError("not_found");
      // Made anew: a client's own x-real-client-ip, and whatever else it sends, stays outside.
      const headers = new Headers({ "x-real-client-ip": client.ip });
      const keep = (name: string, value = client.headers[name]) => typeof value === "string" && headers.set(name, value);
      for (const name of judged) keep(name);
      if (as === "session") keep("authorization");
      if (as === "second-factor") {
        const cookies = String(client.headers.cookie ?? "").split(/;\s*/);
        const ours = cookies.filter((cookie) => secondFactorCookie.test(cookie.split("=")[0] ?? ""));
        if (ours.length > 0) headers.set("cookie", ours.join("; "));
      }
      const url = new URL(`${baseUrl.replace(/\/$/, "")}/identity${path}`);
      for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
      if (method === "POST") headers.set("content-type", "application/json");
      const request = new Request(url, { method, headers, ...(method === "POST" ? { body: JSON.stringify(body ?? {}) } : {}) });
      let answer: Response;
      try {
        answer = await library.handler(request);
      } catch (cause) {
        throw faultOf(cause);
      }
      const text = await answer.text();
      let parsed: unknown = null;
      try {
        parsed = text === "" ? null : (JSON.parse(text) as unknown);
      } catch {
        // Not JSON: only its status says something.
      }
      if (!answer.ok) throw errorOf(answer.status, answer.headers, parsed as LibraryProblem | null);
      return { body: parsed, token: answer.headers.get("set-auth-token"), cookies: answer.headers.getSetCookie() };
    },
  };
}
