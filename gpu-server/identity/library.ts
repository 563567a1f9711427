// The identity library (better-auth) with the options that identity.md settles. Each option is there
// because the default does otherwise; the tables lie in a schema of their own.
import { hash as argonHash, verify as argonVerify } from "@node-rs/argon2";
import { betterAuth } from "better-auth";
import { bearer, openAPI, organization, twoFactor } from "better-auth/plugins";
import pg from "pg";

const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** What the library needs from outside. */
export interface IdentityLibraryOptions {
  databaseUrl: string;
  /** Signs session tokens; kept in the data folder. */
  secret: string;
  /** The farm's own address, fixed: never taken from a request. */
  baseUrl: string;
}

function optionsFor(pool: pg.Pool, options: IdentityLibraryOptions) {
  return {
    appName: "OurVidz",
    baseURL: options.baseUrl,
    basePath: "/identity",
    secrets: [{ version: 1, value: options.secret }],
    database: pool,
    trustedOrigins: ["studio://app"],
    telemetry: { enabled: false },
    logger: { disabled: true },
    session: { cookieCache: { enabled: false } },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      revokeSessionsOnPasswordReset: true,
      minPasswordLength: 12,
      password: {
        hash: (password: string) => argonHash(password, argon),
        verify: ({ hash, password }: { hash: string; password: string }) => argonVerify(hash, password),
      },
    },
    verification: { storeIdentifier: "hashed" as const },
    rateLimit: { enabled: true, storage: "database" as const },
    advanced: { database: { generateId: "uuid" as const }, ipAddress: { ipAddressHeaders: ["x-real-client-ip"] } },
    plugins: [
      twoFactor(),
      organization({ teams: { enabled: true }, requireEmailVerificationOnInvitation: true }),
      openAPI({ disableDefaultReference: true }),
      bearer({ requireSignature: true }),
    ],
  };
}

/** Opens the library on its own small pool; `close` ends the pool. */
export function openIdentityLibrary(options: IdentityLibraryOptions) {
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 3, options: "-c search_path=identity" });
  // Without a listener a restart of PostgreSQL would end this process.
  pool.on("error", () => undefined);
  return { auth: betterAuth(optionsFor(pool, options)), close: () => pool.end() };
}
export type IdentityLibrary = ReturnType<typeof openIdentityLibrary>["auth"];
