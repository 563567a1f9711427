// The API document (OpenAPI 3.1): the routes' own schemas, and what every route has in common: refusals as
// problem+json with the codes that it may give, headers, and who may call.
import { z } from "zod";
import { type ErrorCode, errorCodes, errorKinds, problemSchema } from "../../shared/contract/errors.ts";
import { requestExamples, answerExamples } from "./openapi-examples.ts";
import { type RouteWords, routeWords, tags } from "./openapi-routes.ts";
import { describeAlternatives, type Node } from "./openapi-schemas.ts";
import { scopeOf } from "./scopes.ts";

/** Routes that ask for no session. */
const open = new Set([
  "getSignUp",
  "signUp",
  "askForVerificationMail",
  "confirmAddress",
  "confirmAddressByLink",
  "askForPasswordReset",
  "resetPassword",
  "signIn",
  "readFile",
  "headFile",
  "readExport",
  "headExport",
  "isAlive",
  "isReady",
  "getDocument",
]);

const description = `The farm's interface for clients: accounts, credits, jobs and their files.

Refusals are RFC 9457 problem details with a \`code\` of a closed list, a \`detail\` for people, and \`fields\` where input is at fault.
Times are RFC 3339 in UTC. Lists page by an opaque \`cursor\`. Unknown fields of a request are refused; a client must take unknown fields
and unknown values of an answer as they come, because both may be added under /v1.`;

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const headerRef = (name: string) => ({ $ref: `#/components/headers/${name}` });

const text = { schema: { type: "string" } };
const headers = {
  RequestId: { description: "Names this request in the farm's log.", ...text },
  RetryAfter: { description: "Seconds after which a retry makes sense.", schema: { type: "string", pattern: "^\\d+$" } },
  SetAuthToken: { description: "The session's token, where the session got a new one. Keep it in place of the former.", ...text },
  ETag: { description: "The strong tag of the bytes.", ...text },
  ContentRange: { description: "Which bytes these are, and of how many.", ...text },
  AcceptRanges: { description: "bytes", ...text },
  WwwAuthenticate: { description: "Bearer", ...text },
};

export const securitySchemes = {
  bearer: {
    type: "http",
    scheme: "bearer",
    description: "A session's token (header set-auth-token of POST /v1/sessions), or an API key.",
  },
} as const;

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: true,
  description: "A text that stays the same when the request is repeated: best a UUID. Kept for the life of the account's jobs.",
  schema: { type: "string", minLength: 1, maxLength: 200 },
  example: "0198a3f2-5b1c-7d3e-8f4a-6b7c8d9e0f1a",
};

const done: Record<string, string> = {
  200: "Here it is.",
  201: "Made.",
  202: "Taken on.",
  204: "Done. There is nothing to say.",
};

/** The codes that a route may refuse with. */
function codesOf(words: RouteWords, operation: Node): ErrorCode[] {
  const codes = new Set<ErrorCode>(["host_unknown", "database_unavailable", "internal", ...(words.errors ?? [])]);
  const add = (...more: ErrorCode[]) => more.forEach((code) => codes.add(code));
  if (!open.has(words.operationId)) add("unauthenticated", "scope_missing", "rate_limited");
  if (operation["requestBody"] !== undefined) add("invalid_input", "payload_too_large", "media_type_unsupported", "request_timeout");
  if (operation["parameters"] !== undefined) add("invalid_input", "headers_too_large");
  return errorCodes.filter((code) => codes.has(code));
}

/** Refusals by status. */
function refusals(words: RouteWords, operation: Node, head: boolean): Record<string, Node> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codesOf(words, operation)) {
    const { status } = errorKinds[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const answer = (status: number, codes: ErrorCode[]): Node => ({
    description: codes.map((code) => `\`${code}\`: ${errorKinds[code].message}`).join("\n\n"),
    headers: {
      "x-request-id": headerRef("RequestId"),
      ...(codes.some((code) => errorKinds[code].retryable) ? { "retry-after": headerRef("RetryAfter") } : {}),
      ...(status === 401 ? { "www-authenticate": headerRef("WwwAuthenticate") } : {}),
    },
    // An answer to HEAD has no body.
    ...(head
      ? {}
      : {
          content: {
            "application/problem+json": {
              schema: {
                allOf: [
                  ref("Problem"),
                  { type: "object", properties: { status: { const: status }, code: { type: "string", enum: codes } } },
                ],
              },
              examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
            },
          },
        }),
  });
  return Object.fromEntries([...byStatus].map(([status, codes]) => [String(status), answer(status, codes)]));
}

/** A problem as it is sent for a code that says no more than its own sentence. */
function exampleOf(code: ErrorCode): Node {
  const { status, message, retryable } = errorKinds[code];
  return {
    type: `urn:ourvidz:error:${code}`,
    title: code.replaceAll("_", " "),
    status,
    code,
    detail: message,
    ...(code === "invalid_input" ? { fields: [{ path: "input.segments.0.frames", message: "A segment has at least one frame." }] } : {}),
    ...(retryable ? { retryAfter: 5 } : {}),
  };
}

function answers(words: RouteWords, responses: Record<string, Node>): Record<string, Node> {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => {
      const { content, ...rest } = response as { content?: Record<string, Node> };
      const example = answerExamples[words.operationId];
      return [
        status,
        {
          ...rest,
          description: done[status] ?? String(response["description"]),
          headers: {
            "x-request-id": headerRef("RequestId"),
            ...(words.givesToken ? { "set-auth-token": headerRef("SetAuthToken") } : {}),
          },
          ...(content === undefined || status === "204"
            ? {}
            : {
                content: Object.fromEntries(
                  Object.entries(content).map(([type, media]) => [type, example === undefined ? media : { ...media, example }]),
                ),
              }),
        },
      ];
    }),
  );
}

const tagged = { etag: headerRef("ETag") };
/** Bytes by a signed link; `type` of their body, null for none. */
function bytes(type: string | null): Record<string, Node> {
  const content = type === null ? {} : { content: { [type]: { schema: {} } } };
  return {
    200: { description: "The whole file.", headers: { ...tagged, "accept-ranges": headerRef("AcceptRanges") }, ...content },
    206: { description: "The asked part of it.", headers: { ...tagged, "content-range": headerRef("ContentRange") }, ...content },
    304: { description: "It is the one that If-None-Match names.", headers: tagged },
  };
}
const said = (type: string, description: string, schema: Node) => ({ 200: { description, content: { [type]: { schema } } } });

/** Answers that no JSON schema describes. */
const special: Record<string, Record<string, Node>> = {
  readFile: bytes("*/*"),
  headFile: bytes(null),
  readExport: bytes("application/zip"),
  headExport: bytes(null),
  followEvents: said("text/event-stream", "Events, each as the WebSocket would say it.", { type: "string" }),
  confirmAddressByLink: said("text/html", "A page that says so.", { type: "string" }),
  getDocument: said("application/json", "This document.", { type: "object" }),
};

/** Adds to an operation what all have in common. */
function complete(route: string, operation: Node): Node {
  const words = routeWords.get(route);
  if (words === undefined) return operation;
  const [method = "", path = ""] = route.split(" ");
  const { operationId, summary, tag } = words;
  const scope = scopeOf(method, path);
  const body = operation["requestBody"] as { content: Record<string, Node> } | undefined;
  const example = requestExamples[operationId];
  if (body !== undefined && example !== undefined)
    for (const media of Object.values(body.content))
      media["examples"] = Object.fromEntries(Object.entries(example).map(([name, value]) => [name, { value }]));
  const parameters = [...((operation["parameters"] as Node[] | undefined) ?? []), ...(words.idempotent ? [idempotencyKey] : [])];
  const own = special[operationId] ?? answers(words, operation["responses"] as Record<string, Node>);
  const { security: _, ...rest } = operation;
  const completed = { ...rest, ...(parameters.length > 0 ? { parameters } : {}) };
  return {
    ...completed,
    operationId,
    summary,
    tags: [tag],
    ...(open.has(operationId)
      ? { security: [] }
      : {
          security: [{ bearer: [] }],
          description:
            scope === undefined
              ? "Sessions only: API keys may not."
              : `API keys: ${scope === null ? "every one" : `those with the scope ${scope}`}.`,
        }),
    responses: { ...own, ...refusals(words, completed, method === "HEAD") },
  };
}

/** Every `$ref` below `node`, as component names. */
function referenced(node: unknown, found = new Set<string>()): Set<string> {
  for (const [key, value] of Object.entries((node ?? {}) as Node)) {
    if (key === "$ref" && typeof value === "string") found.add(value.split("/").at(-1) ?? "");
    else if (typeof value === "object") referenced(value, found);
  }
  return found;
}

/** Keeps the components that `paths` need, each under its plain name where only one direction of it is needed. */
function tidied(document: Node): Node {
  const components = document["components"] as { schemas: Record<string, Node> };
  const all = components.schemas;
  const used = referenced(document["paths"]);
  for (let before = -1; before !== used.size;) {
    before = used.size;
    for (const name of used) if (all[name] !== undefined) referenced(all[name], used);
  }
  const kept = Object.fromEntries(Object.entries(all).filter(([name]) => used.has(name)));
  const renamed = Object.keys(kept).filter((name) => name.endsWith("Input") && kept[name.slice(0, -5)] === undefined);
  const names = new Map(renamed.map((name) => [name, name.slice(0, -5)]));
  const schemas = Object.fromEntries(Object.entries(kept).map(([name, schema]) => [names.get(name) ?? name, schema]));
  const text = JSON.stringify({ ...document, components: { ...components, schemas } });
  return JSON.parse(text, (key, value: unknown) => {
    if (key !== "$ref" || typeof value !== "string") return value;
    const name = value.split("/").at(-1) ?? "";
    return names.has(name) ? `#/components/schemas/${names.get(name)}` : value;
  }) as Node;
}

/** The document of what `generated` says of routes, servers left to whoever serves it. */
export function completeDocument(generated: object): Node {
  const document = structuredClone(generated) as Node;
  const components = (document["components"] ?? {}) as { schemas?: Record<string, Node> };
  const schemas = components.schemas ?? {};
  describeAlternatives(schemas);
  const { $schema: _, ...problem } = z.toJSONSchema(problemSchema, { io: "output" }) as Node;
  schemas["Problem"] = { ...problem, description: "RFC 9457 problem details." };
  const paths = Object.fromEntries(
    Object.entries(document["paths"] as Record<string, Record<string, Node>>).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, operation]) => [
          method,
          complete(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`, operation),
        ]),
      ),
    ]),
  );
  const version = (document["info"] as { version: string }).version;
  return tidied({
    openapi: "3.1.0",
    info: { title: "OurVidz farm", version, description },
    servers: [{ url: "/" }],
    tags: Object.entries(tags).map(([name, about]) => ({ name, description: about })),
    paths,
    components: {
      ...components,
      schemas,
      headers,
      securitySchemes,
    },
  });
}
