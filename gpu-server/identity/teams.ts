// Teams: the library's organisations with the roles owner, admin and member, and invitations by mail.
import type { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";
import type { invitationSchema, teamDetailSchema, teamRoles, teamSchema } from "../../shared/contract/farm-identity.ts";
import type { Database } from "../database/pool.ts";
import type { ClientRequest, Facade } from "./facade.ts";
import type { RandomBytes } from "./secrets.ts";
import type { Caller } from "./sessions.ts";

type Team = z.output<typeof teamSchema>;
type Role = (typeof teamRoles)[number];

export interface Teams {
  create(client: ClientRequest, caller: Caller, name: string): Promise<Team>;
  list(caller: Caller): Promise<Team[]>;
  /** Throws CodedError not_found for a team that the caller is not in. */
  detail(caller: Caller, teamId: string): Promise<z.output<typeof teamDetailSchema>>;
  rename(client: ClientRequest, caller: Caller, teamId: string, name: string): Promise<Team>;
  remove(client: ClientRequest, caller: Caller, teamId: string): Promise<void>;
  invite(client: ClientRequest, caller: Caller, teamId: string, invitation: { email: string; role: "admin" | "member" }): Promise<void>;
  withdraw(client: ClientRequest, caller: Caller, teamId: string, invitationId: string): Promise<void>;
  /** Invitations to the caller's address. */
  invitations(caller: Caller): Promise<z.output<typeof invitationSchema>[]>;
  answer(client: ClientRequest, invitationId: string, answer: "accept" | "decline"): Promise<void>;
  setRole(client: ClientRequest, caller: Caller, teamId: string, memberId: string, role: Role): Promise<void>;
  /** Removes a member; one's own membership: leaves. */
  removeMember(client: ClientRequest, caller: Caller, teamId: string, memberId: string): Promise<void>;
}

interface TeamRow {
  [column: string]: unknown;
  id: string;
  name: string;
  role: string;
  created_at: Date;
}

/** The library may list several roles; the first that ranks highest counts. */
function roleOf(roles: string): Role {
  const list = roles.split(",");
  return list.includes("owner") ? "owner" : list.includes("admin") ? "admin" : "member";
}
const teamOf = ({ id, name, role, created_at }: TeamRow): Team => ({ id, name, role: roleOf(role), createdAt: created_at.toISOString() });
const mine = `select o.id, o.name, m.role, o."createdAt" as created_at from identity.organization o
  join identity.member m on m."organizationId" = o.id where m."userId" = $1`;

export function createTeams({ database, facade, random }: { database: Database; facade: Facade; random: RandomBytes }): Teams {
  const own = async (caller: Caller, teamId: string) => {
    const [row] = await database.query<TeamRow>(`${mine} and o.id = $2`, [caller.accountId, teamId]);
    if (row === undefined) throw new CodedError("not_found", "There is no such team, or you are not in it.");
    return teamOf(row);
  };
  /** Refuses ids of another team before the library sees them. */
  const inTeam = async (table: "member" | "invitation", teamId: string, id: string) => {
    const [row] = await database.query<{ userId?: string }>(`select * from identity.${table} where id = $1 and "organizationId" = $2`, [
      id,
      teamId,
    ]);
    if (row === undefined) throw new CodedError("not_found");
    return row;
  };
  const call = (client: ClientRequest, path: Parameters<Facade["call"]>[2], body: object) =>
    facade.call(client, "POST", path, { as: "session", body });
  return {
    async create(client, caller, name) {
      // The slug is the library's need, not ours: nobody sees it.
      const { body } = await call(client, "/organization/create", { name, slug: `t-${Buffer.from(random(12)).toString("hex")}` });
      return own(caller, (body as { id: string }).id);
    },
    async list(caller) {
      return (await database.query<TeamRow>(`${mine} order by o."createdAt", o.id`, [caller.accountId])).map(teamOf);
    },
    async detail(caller, teamId) {
      const team = await own(caller, teamId);
      const members = await database.query<{ id: string; accountId: string; name: string; email: string; role: string; since: Date }>(
        `select m.id, u.id as "accountId", u.name, u.email, m.role, m."createdAt" as since
         from identity.member m join identity."user" u on u.id = m."userId" where m."organizationId" = $1 order by m."createdAt", m.id`,
        [teamId],
      );
      const open =
        team.role === "member"
          ? []
          : await database.query<{ id: string; email: string; role: string | null; expiresAt: Date }>(
              `select id, email, role, "expiresAt" from identity.invitation
               where "organizationId" = $1 and status = 'pending' and "expiresAt" > clock_timestamp() order by "createdAt", id`,
              [teamId],
            );
      return {
        team,
        members: members.map((member) => ({ ...member, role: roleOf(member.role), since: member.since.toISOString() })),
        invitations: open.map(({ id, email, role, expiresAt }) => ({
          id,
          email,
          role: roleOf(role ?? ""),
          expiresAt: expiresAt.toISOString(),
        })),
      };
    },
    async rename(client, caller, teamId, name) {
      await own(caller, teamId);
      await call(client, "/organization/update", { organizationId: teamId, data: { name } });
      return own(caller, teamId);
    },
    async remove(client, caller, teamId) {
      await own(caller, teamId);
      await call(client, "/organization/delete", { organizationId: teamId });
    },
    async invite(client, caller, teamId, { email, role }) {
      await own(caller, teamId);
      await call(client, "/organization/invite-member", { organizationId: teamId, email, role });
    },
    async withdraw(client, caller, teamId, invitationId) {
      await own(caller, teamId);
      await inTeam("invitation", teamId, invitationId);
      await call(client, "/organization/cancel-invitation", { invitationId });
    },
    async invitations(caller) {
      const rows = await database.query<{ id: string; teamId: string; team: string; role: string | null; expiresAt: Date }>(
        `select i.id, o.id as "teamId", o.name as team, i.role, i."expiresAt" from identity.invitation i
         join identity.organization o on o.id = i."organizationId"
         where lower(i.email) = lower($1) and i.status = 'pending' and i."expiresAt" > clock_timestamp() order by i."createdAt", i.id`,
        [caller.email],
      );
      return rows.map(({ role, expiresAt, ...rest }) => ({ ...rest, role: roleOf(role ?? ""), expiresAt: expiresAt.toISOString() }));
    },
    async answer(client, invitationId, answer) {
      await call(client, answer === "accept" ? "/organization/accept-invitation" : "/organization/reject-invitation", { invitationId });
    },
    async setRole(client, caller, teamId, memberId, role) {
      await own(caller, teamId);
      await inTeam("member", teamId, memberId);
      await call(client, "/organization/update-member-role", { organizationId: teamId, memberId, role });
    },
    async removeMember(client, caller, teamId, memberId) {
      await own(caller, teamId);
      const { userId } = await inTeam("member", teamId, memberId);
      if (userId === caller.accountId) await call(client, "/organization/leave", { organizationId: teamId });
      else await call(client, "/organization/remove-member", { organizationId: teamId, memberIdOrEmail: memberId });
    },
  };
}
