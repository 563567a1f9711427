// The second factor: codes of an authenticator app, and recovery codes that work once each.
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import {
  codeSchema,
  passwordOnlySchema,
  recoveryCodesSchema,
  stepUpSchema,
  totpSetupSchema,
  totpStateSchema,
} from "../../shared/contract/farm-identity.ts";
import { type ApiDeps, memberOf } from "./context.ts";
import { passOn } from "./sessions.ts";

const tags = ["two-factor"];

export function registerTotpRoutes(app: FastifyInstance, { accounts }: Pick<ApiDeps, "accounts">): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get("/v1/account/totp", { schema: { tags, response: { 200: totpStateSchema } } }, (request) =>
    accounts.totpState(memberOf(request)),
  );
  typed.post(
    "/v1/account/totp",
    { schema: { tags, body: passwordOnlySchema, response: { 200: totpSetupSchema } } },
    async (request, reply) => {
      void reply.header("cache-control", "no-store");
      return accounts.totpSetup(request, memberOf(request), request.body.password);
    },
  );
  // Both give the session a new token: the old one ends.
  typed.post("/v1/account/totp/confirm", { schema: { tags, body: codeSchema, response: { 204: z.null() } } }, async (request, reply) => {
    const renewed = await accounts.totpConfirm(request, memberOf(request), request.body.code);
    return passOn(reply, renewed).code(204).send(null);
  });
  typed.delete("/v1/account/totp", { schema: { tags, body: stepUpSchema, response: { 204: z.null() } } }, async (request, reply) => {
    const renewed = await accounts.totpOff(request, memberOf(request), request.body);
    return passOn(reply, renewed).code(204).send(null);
  });
  typed.post(
    "/v1/account/totp/recovery-codes",
    { schema: { tags, body: stepUpSchema, response: { 200: recoveryCodesSchema } } },
    async (request, reply) => {
      void reply.header("cache-control", "no-store");
      return { recoveryCodes: await accounts.newRecoveryCodes(request, memberOf(request), request.body) };
    },
  );
}
