// The account that is signed in: who it is, its name, its password and its end.
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { accountSchema } from "../../shared/contract/farm-http.ts";
import { passwordChangeSchema, profileSchema, stepUpSchema } from "../../shared/contract/farm-identity.ts";
import { type ApiDeps, type Member, memberOf } from "./context.ts";
import { passOn } from "./sessions.ts";

const tags = ["account"];
const answerOf = ({ accountId, email, name, plan, createdAt, localOwner, twoFactor }: Member) => ({
  id: accountId,
  email,
  name,
  plan: plan.name,
  createdAt,
  localOwner,
  twoFactor,
});

export function registerAccountRoutes(app: FastifyInstance, { accounts }: Pick<ApiDeps, "accounts">): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get("/v1/account", { schema: { tags, response: { 200: accountSchema } } }, (request) => answerOf(memberOf(request)));
  typed.patch("/v1/account", { schema: { tags, body: profileSchema, response: { 200: accountSchema } } }, async (request) => {
    await accounts.rename(request, request.body);
    return { ...answerOf(memberOf(request)), name: request.body.name };
  });
  // Ends every other session; this one goes on under a new token.
  typed.post(
    "/v1/account/password",
    { schema: { tags, body: passwordChangeSchema, response: { 204: z.null() } } },
    async (request, reply) => {
      const renewed = await accounts.changePassword(request, memberOf(request), request.body);
      return passOn(reply, renewed).code(204).send(null);
    },
  );
  typed.delete("/v1/account", { schema: { tags, body: stepUpSchema, response: { 204: z.null() } } }, async (request, reply) => {
    await accounts.remove(request, memberOf(request), request.body);
    return reply.code(204).send(null);
  });
}
