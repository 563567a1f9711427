// What the API document says of each route beyond its schemas: a name for generated clients, a sentence,
// and the refusals that are its own. A test names every route that is missing here.
import type { ErrorCode } from "../../shared/contract/errors.ts";

/** Words for one route. Refusals that every route may give are added by openapi.ts. */
export interface RouteWords {
  operationId: string;
  summary: string;
  tag: Tag;
  errors?: readonly ErrorCode[];
  /** Takes the header Idempotency-Key. */
  idempotent?: true;
  /** Its answer carries a session's token in the header set-auth-token. */
  givesToken?: true;
}

/** Groups of routes, and what they are about. */
export const tags = {
  account: "Accounts: sign-up, the address, the password, the account itself.",
  sessions: "Signing in, and the devices that are signed in.",
  "two-factor": "Codes of an authenticator app, and recovery codes.",
  keys: "API keys: scoped, expiring, shown once.",
  teams: "Teams, their members and roles, and invitations.",
  credits: "Credits, what moved them, plans, and quotes before anything is spent.",
  jobs: "Jobs: submit, look, order, pause, cancel, appeal.",
  artifacts: "Files that jobs made, kept for 30 days.",
  uploads: "Files that jobs are made from.",
  stream: "Events of jobs as they happen.",
  farm: "What this farm can do and how long it takes.",
  rights: "What a person may ask of the farm: a copy of everything, and its end.",
  operations: "For whoever runs the farm.",
} as const;
export type Tag = keyof typeof tags;

type Row = readonly [id: string, summary: string, errors?: readonly ErrorCode[], more?: Pick<RouteWords, "idempotent" | "givesToken">];

const stepUp = ["credentials_invalid", "code_invalid", "forbidden", "rate_limited", "conflict"] as const;
const mailed = ["forbidden", "rate_limited"] as const;
const submitted = [
  "idempotency_key_missing",
  "idempotency_mismatch",
  "credits_insufficient",
  "budget_exceeded",
  "too_many_jobs",
  "kind_not_served",
  "parameter_not_served",
  "forbidden",
  "not_found",
  "conflict",
  "disk_full",
] as const;
const ofTeam = ["not_found", "forbidden", "conflict", "rate_limited"] as const;
const ofLink = ["signature_invalid", "artifact_expired", "range_not_satisfiable"] as const;
const token = { givesToken: true } as const;

const groups: Record<Tag, Record<string, Row>> = {
  account: {
    "GET /v1/sign-up": ["getSignUp", "Who may make an account here."],
    "POST /v1/accounts": [
      "signUp",
      "Makes an account. The answer is the same for an address that has one; what to do next is in the mail.",
      [...mailed, "sign_up_closed", "invite_invalid", "region_not_served"],
    ],
    "POST /v1/accounts/verification-mails": ["askForVerificationMail", "Sends the mail that confirms the address again.", mailed],
    "POST /v1/accounts/verification": ["confirmAddress", "Confirms an address by the token of the mail.", mailed],
    "GET /v1/accounts/verification": ["confirmAddressByLink", "The same by the mail's link, answered with a page.", mailed],
    "POST /v1/password-resets": ["askForPasswordReset", "Sends a mail that lets its reader choose a new password.", mailed],
    "POST /v1/password-resets/confirm": ["resetPassword", "Sets a new password by the mail's token and ends all sessions.", mailed],
    "GET /v1/account": ["getAccount", "The account that is signed in."],
    "PATCH /v1/account": ["renameAccount", "Changes the account's name.", ["forbidden", "rate_limited"]],
    "DELETE /v1/account": ["deleteAccount", "Ends the account: password, and a code where two-factor is on.", stepUp],
    "POST /v1/account/password": ["changePassword", "Changes the password and ends all other sessions.", stepUp, token],
  },
  sessions: {
    "POST /v1/sessions": [
      "signIn",
      "Signs in by address and password, then by code where two-factor is on.",
      ["unauthenticated", "credentials_invalid", "code_invalid", "email_unverified", ...mailed],
      token,
    ],
    "GET /v1/sessions": ["listSessions", "Devices that are signed in, without their tokens."],
    "DELETE /v1/sessions/:id": ["endSession", "Signs a device out.", ["not_found"]],
  },
  "two-factor": {
    "GET /v1/account/totp": ["getTotp", "Whether signing in takes a code, and how many recovery codes are left."],
    "POST /v1/account/totp": ["setUpTotp", "Starts two-factor sign-in: the secret and the recovery codes, shown once.", stepUp],
    "DELETE /v1/account/totp": ["turnTotpOff", "Turns two-factor sign-in off.", stepUp, token],
    "POST /v1/account/totp/confirm": ["confirmTotp", "Turns two-factor sign-in on by a first code.", stepUp, token],
    "POST /v1/account/totp/recovery-codes": ["newRecoveryCodes", "New recovery codes in place of the old ones, shown once.", stepUp],
  },
  keys: {
    "GET /v1/api-keys": ["listApiKeys", "API keys of the account, without their secrets."],
    "POST /v1/api-keys": ["createApiKey", "Makes an API key; its secret is shown once.", ["conflict", "too_many_jobs"]],
    "DELETE /v1/api-keys/:id": ["deleteApiKey", "Ends an API key at once.", ["not_found"]],
  },
  teams: {
    "GET /v1/teams": ["listTeams", "Teams that the account is in."],
    "POST /v1/teams": ["createTeam", "Makes a team with the account as its owner.", ofTeam],
    "GET /v1/teams/:id": ["getTeam", "A team, its members and open invitations.", ofTeam],
    "PATCH /v1/teams/:id": ["renameTeam", "Changes a team's name.", ofTeam],
    "DELETE /v1/teams/:id": ["deleteTeam", "Ends a team.", ofTeam],
    "PATCH /v1/teams/:id/members/:member": ["setMemberRole", "Gives a member another role.", ofTeam],
    "DELETE /v1/teams/:id/members/:member": ["removeMember", "Takes a member out, or leaves the team.", ofTeam],
    "POST /v1/teams/:id/invitations": ["inviteMember", "Invites an address into the team by mail.", ofTeam],
    "DELETE /v1/teams/:id/invitations/:invitation": ["withdrawInvitation", "Withdraws an invitation.", ofTeam],
    "GET /v1/invitations": ["listInvitations", "Invitations that wait for the account's answer."],
    "POST /v1/invitations/:id/accept": ["acceptInvitation", "Joins the team of an invitation.", ofTeam],
    "POST /v1/invitations/:id/decline": ["declineInvitation", "Declines an invitation.", ofTeam],
  },
  credits: {
    "GET /v1/credits": ["getCredits", "Credits that are available and held, and the lots that they are from."],
    "GET /v1/credits/ledger": ["listLedger", "What moved the account's credits, newest first, each line with its reason."],
    "GET /v1/credits/lots": [
      "listLots",
      "Lots of credits in the order in which they are used, with what was spent, is held and free of each.",
    ],
    "GET /v1/credits/movements": [
      "listMovements",
      "Movements as an account page shows them, newest first: what jobs hold, take and give back, with running balances.",
    ],
    "GET /v1/credits/spending": ["getSpending", "What jobs took in a month, by day and kind."],
    "GET /v1/credits/budgets": ["listBudgets", "Spending limits of films and what is used of them."],
    "POST /v1/quotes": ["getQuote", "What work would cost and how long it would take, as the cheapest jobs for each scene."],
    "GET /v1/plans": ["listPlans", "Plans of this farm."],
  },
  jobs: {
    "POST /v1/jobs": ["submitJob", "Submits one job. The same key and body again gets the same answer.", submitted, { idempotent: true }],
    "POST /v1/jobs/batch": ["submitJobs", "Submits 1 to 64 jobs, all or none of them.", submitted, { idempotent: true }],
    "GET /v1/jobs": ["listJobs", "Jobs of the account, newest first."],
    "POST /v1/jobs/order": ["orderJobs", "Puts the account's own queued jobs into an order.", ["conflict", "not_found"]],
    "GET /v1/jobs/:id": ["getJob", "One job.", ["not_found"]],
    "GET /v1/jobs/:id/events": ["listJobEvents", "Events of a job after a number, without gaps.", ["not_found"]],
    "POST /v1/jobs/:id/cancel": ["cancelJob", "Cancels a job; twice is once.", ["not_found", "conflict"]],
    "POST /v1/jobs/:id/pause": ["pauseJob", "Holds a queued job back.", ["not_found", "conflict"]],
    "POST /v1/jobs/:id/resume": ["resumeJob", "Lets a job go on that was held back.", ["not_found", "conflict"]],
    "GET /v1/jobs/:id/appeal": ["getAppeal", "The appeal of a blocked job, and what was decided.", ["not_found"]],
    "POST /v1/jobs/:id/appeal": [
      "appealJob",
      "Asks people to look at a block, with the text and your consent.",
      ["not_found", "conflict", "forbidden"],
    ],
  },
  artifacts: {
    "GET /v1/artifacts": ["listArtifacts", "What jobs made, each file with its smaller forms: all, of one job, or what expires soon."],
    "GET /v1/artifacts/:id": [
      "getArtifact",
      "An artifact's facts, with a link to its bytes that lasts 15 minutes.",
      ["not_found", "artifact_expired"],
    ],
    "GET /v1/files/:id": ["readFile", "An artifact's bytes by its signed link: whole, or a range of them.", ofLink],
    "HEAD /v1/files/:id": ["headFile", "The same without the bytes.", ofLink],
    "GET /v1/artifacts/usage": ["getUsage", "What the account keeps on the farm, in bytes, and what its plan allows."],
  },
  uploads: {
    "GET /v1/inputs": ["listInputs", "Which of some files, named by hash, are there for jobs to use."],
  },
  stream: {
    "GET /v1/stream/sse": [
      "followEvents",
      "Events as they happen, as server-sent events, for clients that no WebSocket reaches.",
      ["forbidden"],
    ],
    "POST /v1/stream/tickets": [
      "issueStreamTicket",
      "A ticket of 30 seconds and one use, for the WebSocket GET /v1/stream?ticket= that tells events as they happen.",
    ],
  },
  farm: {
    "GET /v1/farm": ["getFarm", "Engines, nodes and queues of this farm."],
  },
  rights: {
    "POST /v1/account/export": [
      "askForExport",
      "Starts an export of everything that the farm holds of the account.",
      ["conflict", "disk_full"],
    ],
    "GET /v1/account/export": ["getExport", "The newest export, with a link of 15 minutes where it is ready."],
    "GET /v1/exports/:id": ["readExport", "The export's zip by its signed link: whole, or a range of it.", ofLink],
    "HEAD /v1/exports/:id": ["headExport", "The same without the bytes.", ofLink],
    "GET /v1/account/age-verification": ["getAge", "Whether the account's age was confirmed."],
    "POST /v1/account/age-verification": [
      "confirmAge",
      "Confirms the age by a date of birth, which is kept nowhere.",
      ["conflict", "forbidden"],
    ],
    "POST /v1/consents": ["giveConsent", "Notes the consent that a reference may be used by.", ["conflict", "forbidden"]],
    "GET /v1/consents": ["listConsents", "Consents of the account, newest first."],
    "POST /v1/consents/:id/revoke": ["revokeConsent", "Revokes a consent: no new job may use its reference.", ["not_found", "conflict"]],
  },
  operations: {
    "GET /healthz": ["isAlive", "The process is alive."],
    "GET /readyz": ["isReady", "The farm can serve: each part, and whether it is ready."],
    "GET /v1/openapi.json": ["getDocument", "This document."],
  },
};

/** Words by "METHOD /path", the path as Fastify writes it. */
export const routeWords: ReadonlyMap<string, RouteWords> = new Map(
  Object.entries(groups).flatMap(([tag, rows]) =>
    Object.entries(rows).map(([route, [operationId, summary, errors = [], more = {}]]): [string, RouteWords] => [
      route,
      { operationId, summary, tag: tag as Tag, errors, ...more },
    ]),
  ),
);
