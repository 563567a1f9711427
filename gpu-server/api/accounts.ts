// Accounts before one is signed in: sign-up, confirmation of the address, a new password. Each answer is
// the same for an address that has an account and one that has none.
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import {
  admissionSchema,
  emailOnlySchema,
  mailSentSchema,
  resetSchema,
  signUpSchema,
  verificationSchema,
} from "../../shared/contract/farm-identity.ts";
import type { ApiDeps } from "./context.ts";

const checkMail = { next: "check-mail" } as const;
const nothing = z.null();

const confirmedPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>OurVidz</title>
<p>Your address is confirmed. Go back to the studio and sign in.</p></html>
`;

export function registerPublicAccountRoutes(app: FastifyInstance, { accounts, admission }: Pick<ApiDeps, "accounts" | "admission">): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get("/v1/sign-up", { schema: { tags: ["account"], response: { 200: admissionSchema } } }, () => admission);
  typed.post(
    "/v1/accounts",
    { schema: { tags: ["account"], body: signUpSchema, response: { 202: mailSentSchema } } },
    async (request, reply) => {
      await accounts.signUp(request, request.body);
      return reply.code(202).send(checkMail);
    },
  );
  typed.post(
    "/v1/accounts/verification-mails",
    { schema: { tags: ["account"], body: emailOnlySchema, response: { 202: mailSentSchema } } },
    async (request, reply) => {
      await accounts.askForMail(request, "verify-request", request.body.email);
      return reply.code(202).send(checkMail);
    },
  );
  typed.post(
    "/v1/accounts/verification",
    { schema: { tags: ["account"], body: verificationSchema, response: { 204: nothing } } },
    async (request, reply) => {
      await accounts.confirmAddress(request, request.body.token);
      return reply.code(204).send(null);
    },
  );
  // The link of the mail, opened in a browser.
  typed.get("/v1/accounts/verification", { schema: { tags: ["account"], querystring: verificationSchema } }, async (request, reply) => {
    await accounts.confirmAddress(request, request.query.token);
    return reply
      .header("cache-control", "no-store")
      .header("referrer-policy", "no-referrer")
      .type("text/html; charset=utf-8")
      .send(confirmedPage);
  });
  typed.post(
    "/v1/password-resets",
    { schema: { tags: ["account"], body: emailOnlySchema, response: { 202: mailSentSchema } } },
    async (request, reply) => {
      await accounts.askForMail(request, "reset-request", request.body.email);
      return reply.code(202).send(checkMail);
    },
  );
  typed.post(
    "/v1/password-resets/confirm",
    { schema: { tags: ["account"], body: resetSchema, response: { 204: nothing } } },
    async (request, reply) => {
      await accounts.resetPassword(request, request.body);
      return reply.code(204).send(null);
    },
  );
}
