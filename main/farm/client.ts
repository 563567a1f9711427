// The farm's HTTP API as typed calls: answers parsed by the contract's schemas, problems as CodedError.
import axios, { AxiosError, type AxiosInstance, type AxiosResponse } from "axios";
import { z } from "zod";
import { CodedError, problemSchema } from "../../shared/contract/errors.ts";
import {
  accountSchema,
  artifactSchema,
  batchAnswerSchema,
  creditsSchema,
  farmSchema,
  jobAnswerSchema,
  jobListSchema,
  ticketSchema,
} from "../../shared/contract/farm-http.ts";
import { artifactListSchema } from "../../shared/contract/farm-artifacts.ts";
import { inputListSchema } from "../../shared/contract/farm-uploads.ts";

/** A request that may or may not have reached the farm. */
export class AnswerLost extends CodedError {
  /** True when the farm cannot have seen the request: nobody listened. */
  readonly unsent: boolean;
  constructor(unsent: boolean, cause: unknown) {
    super("farm_unreachable", undefined, { cause });
    this.unsent = unsent;
  }
}

/** Failures before any byte of the request left this computer. */
const neverConnected = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL"]);

const timeoutMs = 15_000;

/** The studio's origin for every farm: one that every farm trusts. The job stream is opened under the same one. */
export const studioOrigin = "studio://app";

/** A client is of one farm and one session: what another session may see is never asked with it. */
export interface ClientOptions {
  url: string;
  /** The session's token; null to ask what needs none. */
  token: string | null;
  /** How this studio calls itself in the account's list of devices. */
  agent: string;
}

export interface FarmRequest {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below /v1/. */
  path: string;
  body?: string;
  /** Idempotency-Key. */
  key?: string;
  cookie?: string;
}

/** Sends a request; the answer's value with what the farm says of the session beside it. Throws CodedError. */
export type Send = <S extends z.ZodType>(
  schema: S,
  request: FarmRequest,
) => Promise<{ value: z.output<S>; token: string | null; cookies: string[] }>;

export type FarmClient = ReturnType<typeof createFarmClient>;

/** A client of one farm for one session. */
export function createFarmClient({ url, token, agent }: ClientOptions) {
  const base = url.endsWith("/") ? url : `${url}/`;
  const http: AxiosInstance = axios.create({
    baseURL: new URL("v1/", base).href,
    timeout: timeoutMs,
    // A farm is named by its address; a proxy of the environment would see prompts and tokens.
    proxy: false,
    maxRedirects: 0,
    validateStatus: () => true,
    transitional: { clarifyTimeoutError: true },
  });

  const send: Send = async (schema, { method, path, body, key, cookie }) => {
    let answer: AxiosResponse<unknown>;
    try {
      answer = await http.request<unknown>({
        method,
        url: path,
        ...(body === undefined ? {} : { data: body }),
        headers: {
          origin: studioOrigin,
          "user-agent": agent,
          ...(cookie === undefined ? {} : { cookie }),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(key === undefined ? {} : { "idempotency-key": key }),
        },
      });
    } catch (error) {
      throw new AnswerLost(error instanceof AxiosError && neverConnected.has(error.code ?? ""), error);
    }
    if (answer.status >= 200 && answer.status < 300) {
      const parsed = schema.safeParse(answer.data);
      if (parsed.success) {
        const renewed: unknown = answer.headers["set-auth-token"];
        return { value: parsed.data, token: typeof renewed === "string" ? renewed : null, cookies: answer.headers["set-cookie"] ?? [] };
      }
      throw new CodedError("farm_incompatible", undefined, { cause: parsed.error });
    }
    throw problemOf(answer);
  };
  const get = async <S extends z.ZodType>(schema: S, path: string) => (await send(schema, { method: "GET", path })).value;
  const post = async <S extends z.ZodType>(schema: S, path: string, body: unknown = {}) =>
    (await send(schema, { method: "POST", path, body: JSON.stringify(body) })).value;
  const jobPath = (id: string, call: string) => `jobs/${encodeURIComponent(id)}/${call}`;

  return {
    url,
    send,
    account: () => get(accountSchema, "account"),
    farm: () => get(farmSchema, "farm"),
    credits: () => get(creditsSchema, "credits"),
    /** Jobs that wait or run, with their place in the queue. */
    openJobs: async () => (await get(jobListSchema, "jobs?state=queued,running&limit=100")).jobs,
    job: async (id: string) => (await get(jobAnswerSchema, `jobs/${encodeURIComponent(id)}`)).job,
    /** `body` is the text that was kept before: the same key always comes with the same bytes. */
    submitBatch: async (key: string, body: string) =>
      (await send(batchAnswerSchema, { method: "POST", path: "jobs/batch", body, key })).value.jobs,
    cancel: async (id: string) => (await post(jobAnswerSchema, jobPath(id, "cancel"))).job,
    pause: async (id: string) => (await post(jobAnswerSchema, jobPath(id, "pause"))).job,
    resume: async (id: string) => (await post(jobAnswerSchema, jobPath(id, "resume"))).job,
    order: async (ids: readonly string[]): Promise<void> => void (await post(z.unknown(), "jobs/order", { jobs: ids })),
    ticket: () => post(ticketSchema, "stream/tickets"),
    artifact: (id: string) => get(artifactSchema, `artifacts/${encodeURIComponent(id)}`),
    /** The JSON of a text that a job made, of at most so many bytes. */
    async text(id: string, mostBytes: number): Promise<unknown> {
      const { url: link } = await get(artifactSchema, `artifacts/${encodeURIComponent(id)}`);
      const answer = await http
        .get<string>(new URL(link, url).href, {
          responseType: "text",
          transformResponse: (data: string) => data,
          maxContentLength: mostBytes,
        })
        .catch((error: unknown) => {
          throw new AnswerLost(false, error);
        });
      if (answer.status !== 200) throw problemOf(answer);
      try {
        return JSON.parse(answer.data) as unknown;
      } catch (cause) {
        throw new CodedError("farm_incompatible", undefined, { cause });
      }
    },
    /** Which of these files the account has on the farm for jobs to name. */
    inputs: (hashes: readonly string[]) => get(inputListSchema, `inputs?sha256=${hashes.join(",")}`),
    /** What the farm forgets within so many days, the soonest first; page by page. */
    expiring: (days: number, cursor: string | null) =>
      get(artifactListSchema, `artifacts?limit=200&expiring=${days}${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`),
    /** Where uploads begin, and what goes with each of their requests. */
    uploads: {
      endpoint: new URL("v1/uploads", base).href,
      headers: { origin: studioOrigin, "user-agent": agent, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    },
    /** Absolute address of a signed link, which may be relative to the farm. */
    linkOf: (link: string) => new URL(link, url).href,
    /** The stream's WebSocket address with a ticket. */
    streamOf(ticket: string): string {
      const stream = new URL(`v1/stream?ticket=${encodeURIComponent(ticket)}`, base);
      stream.protocol = stream.protocol === "https:" ? "wss:" : "ws:";
      return stream.href;
    },
  };
}

/** The farm's problem document as an error; any other failure by its status. */
function problemOf(answer: AxiosResponse<unknown>): CodedError {
  const parsed = problemSchema.safeParse(answer.data);
  const header = Number(answer.headers["retry-after"]);
  const retryAfter = Number.isFinite(header) && header > 0 ? header : undefined;
  if (parsed.success) {
    const { code, detail, fields } = parsed.data;
    const seconds = parsed.data.retryAfter ?? retryAfter;
    return new CodedError(code, detail, { ...(fields ? { fields } : {}), ...(seconds === undefined ? {} : { retryAfter: seconds }) });
  }
  if (answer.status === 401) return new CodedError("unauthenticated");
  if (answer.status >= 500) return new AnswerLost(false, new Error(`status ${answer.status}`));
  return new CodedError(
    "farm_incompatible",
    `The farm answered with status ${answer.status} in a way that this studio does not understand.`,
  );
}
