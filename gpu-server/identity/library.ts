// The identity library (better-auth) with the options that identity.md settles. Each option is there
// because the default does otherwise; the tables lie in a schema of their own.
import { hash as argonHash, verify as argonVerify } from "@node-rs/argon2";
import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { bearer, openAPI, organization, twoFactor } from "better-auth/plugins";
import pg from "pg";
import type { Counters } from "./counters.ts";
import { guard, type LibraryCalls } from "./guard.ts";
import type { Outgoing } from "./outbox.ts";

const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Password hashing; a test counts its work. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
}

/** argon2id, m=19456, t=2, p=1. */
export const argonHasher: PasswordHasher = {
  hash: (password) => argonHash(password, argon),
  verify: (hash, password) => argonVerify(hash, password),
};

/** What the library needs from outside. */
export interface IdentityLibraryOptions {
  databaseUrl: string;
  /** Signs session tokens; kept in the data folder. */
  secret: string;
  /** The farm's own address, fixed: never taken from a request. */
  baseUrl: string;
  /** Origins of studios beside studio://app. */
  trustedOrigins: string[];
  counters: Pick<Counters, "attempt" | "spendCode">;
  hasher: PasswordHasher;
  /** Only notes the letter: a mail server is never waited for. */
  enqueue: (letter: Outgoing) => Promise<void>;
  /** Readies an account for its end; the name of a team that it must hand over first, or null. */
  prepareErasure(accountId: string): Promise<string | null>;
}

/** Code of the refusal to delete an account that others' team depends on. */
export const teamNeedsOwner = "TEAM_NEEDS_OWNER";

function optionsFor(pool: pg.Pool, options: IdentityLibraryOptions, calls: () => LibraryCalls) {
  const { hasher, enqueue } = options;
  return {
    appName: "OurVidz",
    baseURL: options.baseUrl,
    basePath: "/identity",
    secrets: [{ version: 1, value: options.secret }],
    database: pool,
    trustedOrigins: ["studio://app", ...options.trustedOrigins],
    telemetry: { enabled: false },
    logger: { disabled: true },
    session: { cookieCache: { enabled: false } },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      revokeSessionsOnPasswordReset: true,
      minPasswordLength: 12,
      password: {
        hash: (password: string) => hasher.hash(password),
        verify: ({ hash, password }: { hash: string; password: string }) => hasher.verify(hash, password),
      },
      onExistingUserSignUp: ({ user }: { user: { email: string } }) => enqueue({ kind: "account-exists", to: user.email }),
      sendResetPassword: ({ user, token }: { user: { email: string }; token: string }) => enqueue({ kind: "reset", to: user.email, token }),
    },
    emailVerification: {
      sendVerificationEmail: ({ user, token }: { user: { email: string }; token: string }) =>
        enqueue({ kind: "verify", to: user.email, token }),
    },
    user: {
      deleteUser: {
        enabled: true,
        async beforeDelete({ id }: { id: string }) {
          const team = await options.prepareErasure(id).catch(() => {
            // A plain Error would answer 500 with an empty body.
            throw new APIError("SERVICE_UNAVAILABLE", { code: "ERASURE_NOT_STARTED", message: "The erasure could not be started." });
          });
          if (team !== null) throw new APIError("CONFLICT", { code: teamNeedsOwner, message: team });
        },
      },
    },
    verification: { storeIdentifier: "hashed" as const },
    rateLimit: { enabled: true, storage: "database" as const },
    advanced: {
      database: { generateId: "uuid" as const },
      ipAddress: { ipAddressHeaders: ["x-real-client-ip"] },
      // Said, because the library turns both checks off where it thinks that it runs under a test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    plugins: [
      twoFactor(),
      organization({
        teams: { enabled: true },
        requireEmailVerificationOnInvitation: true,
        sendInvitationEmail: ({ email, organization: { name }, inviter }) =>
          enqueue({ kind: "invitation", to: email, team: name, from: inviter.user.name }),
      }),
      openAPI({ disableDefaultReference: true }),
      bearer({ requireSignature: true }),
      guard(options.counters, calls),
    ] as const,
  };
}

function build(pool: pg.Pool, options: IdentityLibraryOptions, calls: () => LibraryCalls) {
  const { plugins, ...rest } = optionsFor(pool, options, calls);
  return betterAuth({ ...rest, plugins: [...plugins] });
}

/** Opens the library on its own small pool; `close` ends the pool. */
export function openIdentityLibrary(options: IdentityLibraryOptions) {
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 6, options: "-c search_path=identity" });
  // Without a listener a restart of PostgreSQL would end this process.
  pool.on("error", () => undefined);
  const auth = build(pool, options, () => ({
    async userOf(headers) {
      const found = await auth.api.getSession({ headers });
      return found && { id: found.user.id, email: found.user.email, twoFactorEnabled: found.user.twoFactorEnabled === true };
    },
    async verifyCode(headers, code) {
      if (/^\d{6}$/.test(code)) await auth.api.verifyTOTP({ headers, body: { code } });
      else await auth.api.verifyBackupCode({ headers, body: { code, disableSession: true } });
    },
  }));
  return { auth, close: () => pool.end() };
}
export type IdentityLibrary = ReturnType<typeof build>;
