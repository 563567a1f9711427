// Teams, their members and roles, and invitations.
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import {
  invitationListSchema,
  invitationRequestSchema,
  roleChangeSchema,
  teamDetailSchema,
  teamListSchema,
  teamRequestSchema,
  teamSchema,
} from "../../shared/contract/farm-identity.ts";
import { type ApiDeps, memberOf } from "./context.ts";

const tags = ["teams"];
const params = z.strictObject({ id: z.uuid() });
const memberParams = z.strictObject({ id: z.uuid(), member: z.uuid() });
const nothing = { 204: z.null() };

export function registerTeamRoutes(app: FastifyInstance, { teams }: Pick<ApiDeps, "teams">): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get("/v1/teams", { schema: { tags, response: { 200: teamListSchema } } }, async (request) => ({
    teams: await teams.list(memberOf(request)),
  }));
  typed.post("/v1/teams", { schema: { tags, body: teamRequestSchema, response: { 201: teamSchema } } }, async (request, reply) =>
    reply.code(201).send(await teams.create(request, memberOf(request), request.body.name)),
  );
  typed.get("/v1/teams/:id", { schema: { tags, params, response: { 200: teamDetailSchema } } }, (request) =>
    teams.detail(memberOf(request), request.params.id),
  );
  typed.patch("/v1/teams/:id", { schema: { tags, params, body: teamRequestSchema, response: { 200: teamSchema } } }, (request) =>
    teams.rename(request, memberOf(request), request.params.id, request.body.name),
  );
  typed.delete("/v1/teams/:id", { schema: { tags, params, response: nothing } }, async (request, reply) => {
    await teams.remove(request, memberOf(request), request.params.id);
    return reply.code(204).send(null);
  });
  typed.patch(
    "/v1/teams/:id/members/:member",
    { schema: { tags, params: memberParams, body: roleChangeSchema, response: nothing } },
    async (request, reply) => {
      const { id, member } = request.params;
      await teams.setRole(request, memberOf(request), id, member, request.body.role);
      return reply.code(204).send(null);
    },
  );
  typed.delete("/v1/teams/:id/members/:member", { schema: { tags, params: memberParams, response: nothing } }, async (request, reply) => {
    await teams.removeMember(request, memberOf(request), request.params.id, request.params.member);
    return reply.code(204).send(null);
  });
  typed.post(
    "/v1/teams/:id/invitations",
    { schema: { tags, params, body: invitationRequestSchema, response: { 202: z.object({ next: z.literal("check-mail") }) } } },
    async (request, reply) => {
      await teams.invite(request, memberOf(request), request.params.id, request.body);
      return reply.code(202).send({ next: "check-mail" });
    },
  );
  typed.delete(
    "/v1/teams/:id/invitations/:invitation",
    { schema: { tags, params: z.strictObject({ id: z.uuid(), invitation: z.uuid() }), response: nothing } },
    async (request, reply) => {
      await teams.withdraw(request, memberOf(request), request.params.id, request.params.invitation);
      return reply.code(204).send(null);
    },
  );
  typed.get("/v1/invitations", { schema: { tags, response: { 200: invitationListSchema } } }, async (request) => ({
    invitations: await teams.invitations(memberOf(request)),
  }));
  for (const answer of ["accept", "decline"] as const) {
    typed.post(`/v1/invitations/:id/${answer}`, { schema: { tags, params, response: nothing } }, async (request, reply) => {
      await teams.answer(request, request.params.id, answer);
      return reply.code(204).send(null);
    });
  }
}
