// The guard: a plugin of the identity library that holds what the library does not. A code counts once,
// attempts are counted by account, and what weakens an account asks for the password and a fresh code.
import { APIError, createAuthMiddleware } from "better-auth/api";
import type { Counters } from "./counters.ts";

interface GuardedUser {
  id: string;
  email: string;
  twoFactorEnabled: boolean;
}

/** What the guard asks of the library that it is a part of. */
export interface LibraryCalls {
  /** The user of a live session; null for none. */
  userOf(headers: Headers): Promise<GuardedUser | null>;
  /** Throws APIError where the code is not the user's. */
  verifyCode(headers: Headers, code: string): Promise<void>;
}

/** Codes of the guard's own refusals, as the facade reads them. */
export const guardCodes = { wait: "GUARD_WAIT", codeUsed: "GUARD_CODE_USED", codeMissing: "GUARD_CODE_MISSING" } as const;

const codePaths = ["/two-factor/verify-totp", "/two-factor/verify-backup-code"];
/** Path, and the body's field that holds the password of today. */
const stepUpPaths: Record<string, string> = {
  "/two-factor/enable": "password",
  "/two-factor/disable": "password",
  "/two-factor/generate-backup-codes": "password",
  "/two-factor/get-totp-uri": "password",
  "/delete-user": "password",
  "/change-password": "currentPassword",
};

const text = (body: unknown, field: string): string => {
  const value = (body as Record<string, unknown> | undefined)?.[field];
  return typeof value === "string" ? value : "";
};

/** The guard over `counters`; `calls` are the library's own, there once it is built. */
export function guard(counters: Pick<Counters, "attempt" | "spendCode">, calls: () => LibraryCalls) {
  const count = async (email: string) => {
    const retryAfter = await counters.attempt(email);
    if (retryAfter > 0) throw new APIError("TOO_MANY_REQUESTS", { code: guardCodes.wait, message: "Too many attempts.", retryAfter });
  };

  const signIn = createAuthMiddleware(async (ctx) => {
    // Without a request it is the farm itself that signs its owner in.
    if (ctx.request !== undefined) await count(text(ctx.body, "email"));
  });

  const code = createAuthMiddleware(async (ctx) => {
    let user: Pick<GuardedUser, "id" | "email"> | null = await calls().userOf(ctx.headers ?? new Headers());
    if (user === null) {
      const cookie = await ctx.getSignedCookie(ctx.context.createAuthCookie("two_factor").name, ctx.context.secret);
      const step = cookie ? await ctx.context.internalAdapter.findVerificationValue(cookie) : null;
      user = step ? await ctx.context.internalAdapter.findUserById(step.value) : null;
    }
    if (user === null) throw new APIError("UNAUTHORIZED", { code: "INVALID_TWO_FACTOR_COOKIE", message: "No sign-in is under way." });
    await count(user.email);
    if (!(await counters.spendCode(user.id, text(ctx.body, "code"))))
      throw new APIError("UNAUTHORIZED", { code: guardCodes.codeUsed, message: "This code was used." });
  });

  const stepUp = createAuthMiddleware(async (ctx) => {
    const headers = ctx.headers ?? new Headers();
    const user = await calls().userOf(headers);
    if (user === null) throw new APIError("UNAUTHORIZED", { code: "UNAUTHORIZED", message: "No session." });
    if (user.twoFactorEnabled) {
      const given = text(ctx.body, "code");
      if (given === "") throw new APIError("UNAUTHORIZED", { code: guardCodes.codeMissing, message: "A fresh code is needed." });
      // Counts the attempt and the code.
      await calls().verifyCode(headers, given);
    } else {
      await count(user.email);
    }
    const account = await ctx.context.internalAdapter.findCredentialAccount(user.id);
    const password = text(ctx.body, stepUpPaths[ctx.path ?? ""] ?? "password");
    if (!account?.password || !(await ctx.context.password.verify({ hash: account.password, password })))
      throw new APIError("UNAUTHORIZED", { code: "INVALID_PASSWORD", message: "The password is not right." });
  });

  return {
    id: "guard",
    hooks: {
      before: [
        { matcher: ({ path }: { path?: string }) => path === "/sign-in/email", handler: signIn },
        { matcher: ({ path = "" }: { path?: string }) => codePaths.includes(path), handler: code },
        { matcher: ({ path = "" }: { path?: string }) => Object.hasOwn(stepUpPaths, path), handler: stepUp },
      ],
    },
  };
}
