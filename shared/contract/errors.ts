// The closed union of error codes: each with an HTTP status, whether trying again can help, and a
// sentence for people that says what happened and what to do. Farm, core and screens share it.
import { z } from "zod";

interface ErrorKind {
  status: number;
  retryable: boolean;
  message: string;
}

const kinds = {
  invalid_input: {
    status: 400,
    retryable: false,
    message: "Some of what was sent cannot be used. The fields below say which and how to change them.",
  },
  story_empty: { status: 400, retryable: false, message: "The story is empty. Paste some text, or choose a file with words in it." },
  story_too_large: {
    status: 413,
    retryable: false,
    message: "The story is too large. The limit is 2 MB of text, about 300,000 words: split it into parts.",
  },
  story_not_text: {
    status: 400,
    retryable: false,
    message: "The story is not a text file. Save it as .txt, .md or .fountain and try again.",
  },
  unauthenticated: { status: 401, retryable: false, message: "The farm does not know this session. Sign in again." },
  credentials_invalid: {
    status: 401,
    retryable: false,
    message: "The address or the password is not right. Check both, or ask for a new password.",
  },
  code_invalid: {
    status: 401,
    retryable: false,
    message: "This code is not right or was used already. Wait for the next one in your authenticator app.",
  },
  email_unverified: {
    status: 403,
    retryable: false,
    message: "The address is not confirmed yet. Open the link in the mail that was sent to it, or ask for a new one.",
  },
  sign_up_closed: { status: 403, retryable: false, message: "This farm takes no new accounts. Ask whoever runs it." },
  invite_invalid: {
    status: 403,
    retryable: false,
    message: "This farm takes new accounts by invitation, and this invite code is not valid. Check it, or ask for a new one.",
  },
  region_not_served: { status: 403, retryable: false, message: "This farm does not serve your region." },
  scope_missing: { status: 403, retryable: false, message: "This API key may not do that. Make a key with the scope that it needs." },
  forbidden: { status: 403, retryable: false, message: "This account may not do that." },
  not_found: { status: 404, retryable: false, message: "That is not here any more. Reload the list." },
  method_not_allowed: {
    status: 405,
    retryable: false,
    message: "This address does not take this method. The header Allow says which it takes.",
  },
  media_type_unsupported: {
    status: 415,
    retryable: false,
    message: "The body is of a kind that this address does not take. Send JSON as application/json.",
  },
  headers_too_large: { status: 431, retryable: false, message: "The headers of the request are too large. Send fewer or shorter ones." },
  request_timeout: { status: 408, retryable: true, message: "The request did not arrive whole in time. Send it again." },
  host_unknown: {
    status: 421,
    retryable: false,
    message: "This farm does not go by the name in the header Host. Use the address that it printed, or set PUBLIC_URL or ALLOWED_HOSTS.",
  },
  method_unknown: { status: 404, retryable: false, message: "The studio does not know this call. Update the app." },
  conflict: {
    status: 409,
    retryable: false,
    message: "It changed meanwhile, so this is not possible now. Look at its new state and try again.",
  },
  idempotency_mismatch: {
    status: 422,
    retryable: false,
    message: "This key was used for another request. Send the request with a new key.",
  },
  idempotency_key_missing: {
    status: 400,
    retryable: false,
    message: "The header Idempotency-Key is missing. Send a UUID that stays the same when the request is repeated.",
  },
  credits_insufficient: { status: 402, retryable: false, message: "There are not enough credits. Add credits or render fewer shots." },
  budget_exceeded: {
    status: 402,
    retryable: false,
    message: "The film's spending limit is reached. Raise the limit or render fewer shots.",
  },
  kind_not_served: {
    status: 422,
    retryable: false,
    message: "No engine of this farm does this kind of job. Choose a kind or quality that GET /v1/farm lists.",
  },
  parameter_not_served: {
    status: 422,
    retryable: false,
    message: "The chosen engine cannot honour one of the parameters. Leave it out or choose another engine.",
  },
  rate_limited: { status: 429, retryable: true, message: "Too many requests at once. Wait for the time that Retry-After gives." },
  too_many_jobs: { status: 429, retryable: true, message: "Too many jobs are waiting for this account. Wait until some are done." },
  policy_blocked: { status: 422, retryable: false, message: "The safety rules do not allow this. Nothing was charged." },
  artifact_expired: {
    status: 410,
    retryable: false,
    message: "The farm keeps files for 30 days, and this one is gone. Render the shot again.",
  },
  signature_invalid: { status: 403, retryable: false, message: "This link is not valid or has expired. Ask for a new one." },
  range_not_satisfiable: { status: 416, retryable: false, message: "The asked part lies outside the file." },
  quota_exceeded: {
    status: 413,
    retryable: false,
    message: "The plan does not allow more files on the farm. Delete some that are not needed, or take a larger plan.",
  },
  file_refused: {
    status: 422,
    retryable: false,
    message: "The file is not what it was announced as, or not one that the farm takes. The fields say why.",
  },
  input_missing: {
    status: 422,
    retryable: false,
    message: "The farm does not have a file that the job names. Bring it by an upload, then send the job again.",
  },
  payload_too_large: { status: 413, retryable: false, message: "The request is too large. Send less at once." },
  disk_full: { status: 507, retryable: true, message: "The disk is full. Free some space and try again: nothing was lost." },
  database_unavailable: { status: 503, retryable: true, message: "The farm's database does not answer. It is tried again by itself." },
  ffmpeg_missing: {
    status: 503,
    retryable: false,
    message: "ffmpeg is not installed. Install it (npm run doctor says how) and try again.",
  },
  media_failed: { status: 500, retryable: true, message: "A picture or clip could not be made. Try again; details are in the log." },
  engine_failed: {
    status: 500,
    retryable: true,
    message: "The engine stopped while it worked. The job can be sent again; the credits are back.",
  },
  oom: {
    status: 500,
    retryable: true,
    message: "The GPU ran out of memory. Choose a smaller size or the draft quality; the credits are back.",
  },
  deadline_passed: {
    status: 409,
    retryable: false,
    message: "It was not done by its deadline. What arrived is kept; the credits for the rest are back.",
  },
  node_lost: { status: 503, retryable: true, message: "The GPU node went away while it worked. The job goes back to the queue." },
  farm_unreachable: {
    status: 503,
    retryable: true,
    message: "The farm does not answer. Work goes on offline; jobs wait here and are sent when it is back.",
  },
  farm_incompatible: {
    status: 502,
    retryable: false,
    message: "The farm answered in a way that this studio does not understand. Update the studio or the farm.",
  },
  output_exists: {
    status: 409,
    retryable: false,
    message: "The output is there already and is not a film that this may replace. Choose another name.",
  },
  output_folder_missing: {
    status: 400,
    retryable: false,
    message: "The folder for the output does not exist. Create it or choose another.",
  },
  output_not_writable: {
    status: 403,
    retryable: false,
    message: "The output cannot be written there. Choose a folder that you may write to.",
  },
  port_in_use: {
    status: 409,
    retryable: false,
    message: "The port is taken by another program. Choose another with --port, or leave it out for a free one.",
  },
  data_locked: {
    status: 409,
    retryable: false,
    message: "Another studio works on this data folder. Close it, or choose another folder with --data.",
  },
  data_newer: {
    status: 409,
    retryable: false,
    message: "This data was written by a newer version. Update the studio to open it; nothing was changed.",
  },
  film_incomplete: { status: 409, retryable: false, message: "Some shots have no clip yet. Render them, or export without them." },
  cancelled: { status: 499, retryable: false, message: "It was cancelled." },
  internal: { status: 500, retryable: true, message: "Something went wrong inside. It is in the log; try again." },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof kinds;
export const errorCodes = Object.keys(kinds) as [ErrorCode, ...ErrorCode[]];
export const errorKinds: Record<ErrorCode, ErrorKind> = kinds;

/** One field that cannot be used: its path as the sender wrote it, and what to do. */
export const fieldErrorSchema = z.object({ path: z.string(), message: z.string() });
export type FieldError = z.infer<typeof fieldErrorSchema>;

/** An error as it crosses a boundary: code, sentence for people, and the fields at fault. */
export const errorBodySchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  fields: z.array(fieldErrorSchema).optional(),
  /** Seconds after which a retry makes sense. */
  retryAfter: z.number().optional(),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

/** RFC 9457 problem details as the farm answers them (application/problem+json). */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(errorCodes),
  detail: z.string(),
  fields: z.array(fieldErrorSchema).optional(),
  retryAfter: z.number().optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** An error with a code of the closed union. `detail` replaces the code's own sentence where more is known. */
export class CodedError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[] | undefined;
  readonly retryAfter: number | undefined;
  constructor(code: ErrorCode, detail?: string, more: { fields?: FieldError[]; retryAfter?: number; cause?: unknown } = {}) {
    super(detail ?? kinds[code].message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "CodedError";
    this.code = code;
    this.fields = more.fields;
    this.retryAfter = more.retryAfter;
  }
  /** The error as it crosses a boundary. */
  toBody(): ErrorBody {
    return {
      code: this.code,
      message: this.message,
      ...(this.fields ? { fields: this.fields } : {}),
      ...(this.retryAfter === undefined ? {} : { retryAfter: this.retryAfter }),
    };
  }
}

/** The body of any thrown value: a CodedError as it is, a zod error as invalid_input with its fields, else `internal`. */
export function errorBodyOf(error: unknown): ErrorBody {
  if (error instanceof CodedError) return error.toBody();
  if (error instanceof z.ZodError) return { code: "invalid_input", message: kinds.invalid_input.message, fields: fieldsOf(error) };
  return { code: "internal", message: kinds.internal.message };
}

/** Field errors of a zod error, paths joined by dots. */
function fieldsOf(error: z.ZodError): FieldError[] {
  return error.issues.map((issue) => ({ path: issue.path.map(String).join(".") || "(whole)", message: issue.message }));
}
