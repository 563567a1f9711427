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
import type { FarmAddress } from "../ports.ts";

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

export type FarmClient = ReturnType<typeof createFarmClient>;

/** A client of one farm. The token is read for each request and never kept. */
export function createFarmClient(address: FarmAddress) {
  const http: AxiosInstance = axios.create({
    baseURL: new URL("v1/", address.url.endsWith("/") ? address.url : `${address.url}/`).href,
    timeout: timeoutMs,
    // A farm is named by its address; a proxy of the environment would see prompts and tokens.
    proxy: false,
    maxRedirects: 0,
    validateStatus: () => true,
    transitional: { clarifyTimeoutError: true },
  });

  const ask = async <S extends z.ZodType>(
    schema: S,
    method: "GET" | "POST",
    path: string,
    body?: string,
    key?: string,
  ): Promise<z.output<S>> => {
    const token = await address.token();
    let answer: AxiosResponse<unknown>;
    try {
      answer = await http.request<unknown>({
        method,
        url: path,
        ...(body === undefined ? {} : { data: body }),
        headers: {
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
      if (parsed.success) return parsed.data;
      throw new CodedError("farm_incompatible", undefined, { cause: parsed.error });
    }
    throw problemOf(answer);
  };
  const post = <S extends z.ZodType>(schema: S, path: string, body: unknown = {}) => ask(schema, "POST", path, JSON.stringify(body));
  const jobPath = (id: string, call: string) => `jobs/${encodeURIComponent(id)}/${call}`;

  return {
    url: address.url,
    account: () => ask(accountSchema, "GET", "account"),
    farm: () => ask(farmSchema, "GET", "farm"),
    credits: () => ask(creditsSchema, "GET", "credits"),
    /** Jobs that wait or run, with their place in the queue. */
    openJobs: async () => (await ask(jobListSchema, "GET", "jobs?state=queued,running&limit=100")).jobs,
    job: async (id: string) => (await ask(jobAnswerSchema, "GET", `jobs/${encodeURIComponent(id)}`)).job,
    /** `body` is the text that was kept before: the same key always comes with the same bytes. */
    submitBatch: async (key: string, body: string) => (await ask(batchAnswerSchema, "POST", "jobs/batch", body, key)).jobs,
    cancel: async (id: string) => (await post(jobAnswerSchema, jobPath(id, "cancel"))).job,
    pause: async (id: string) => (await post(jobAnswerSchema, jobPath(id, "pause"))).job,
    resume: async (id: string) => (await post(jobAnswerSchema, jobPath(id, "resume"))).job,
    order: async (ids: readonly string[]): Promise<void> => void (await post(z.unknown(), "jobs/order", { jobs: ids })),
    ticket: () => post(ticketSchema, "stream/tickets"),
    artifact: (id: string) => ask(artifactSchema, "GET", `artifacts/${encodeURIComponent(id)}`),
    /** Absolute address of a signed link, which may be relative to the farm. */
    linkOf: (url: string) => new URL(url, address.url).href,
    /** The stream's WebSocket address with a ticket. */
    streamOf(ticket: string): string {
      const url = new URL(`v1/stream?ticket=${encodeURIComponent(ticket)}`, address.url.endsWith("/") ? address.url : `${address.url}/`);
      url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
      return url.href;
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
