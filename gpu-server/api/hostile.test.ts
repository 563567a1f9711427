// Whatever is sent, to every route of the API document: the answer is a refusal that names what is wrong, never a
// fault of the farm, and the farm goes on. What is sent is made of each route's own examples and schemas.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Problem, problemSchema } from "../../shared/contract/errors.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { type Coordinator, startCoordinator } from "../operations/coordinator.ts";
import type { Logger } from "../ports.ts";
import { documentSchemas } from "../testing/document.ts";

type Json = Record<string, unknown>;
interface Operation {
  method: string;
  path: string;
  body: { schema: object; examples: unknown[] } | null;
  /** Codes by status. */
  codes: Record<string, string[]>;
}

const data = mkdtempSync(join(tmpdir(), "farm-hostile-"));
const faults: object[] = [];
const log: Logger = { info: () => undefined, warn: () => undefined, error: (message, fields) => faults.push({ message, ...fields }) };
let database: TestDatabase;
let farm: Coordinator;
let token: string;
let operations: Operation[];
let components: object;
let sent = 0;

/** An address of an operation with ids that nothing has. */
const concrete = (path: string) => path.replaceAll(/\{\w+\}/g, "01a20000-0000-7000-8000-000000000000");

beforeAll(async () => {
  database = await testDatabase();
  farm = await startCoordinator({ data, port: 0, databaseUrl: database.url, publicUrl: undefined, prices: "test", localNode: true }, log);
  token = readFileSync(farm.tokenFile, "utf8");
  const document = (await (await fetch(`${farm.url}/v1/openapi.json`)).json()) as {
    components: object;
    paths: Record<string, Record<string, Json>>;
  };
  components = document.components;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody, responses }]) => {
      const content = (
        requestBody as { content: Record<string, { schema: object; examples?: Record<string, { value: unknown }> }> } | undefined
      )?.content;
      const json = content?.["application/json"];
      return {
        method: method.toUpperCase(),
        path,
        body: json === undefined ? null : { schema: json.schema, examples: Object.values(json.examples ?? {}).map(({ value }) => value) },
        codes: Object.fromEntries(
          Object.entries(responses as Record<string, { content?: Record<string, { examples?: object }> }>).map(([status, answer]) => [
            status,
            Object.keys(answer.content?.["application/problem+json"]?.examples ?? {}),
          ]),
        ),
      };
    }),
  );
});
afterAll(async () => {
  await farm.stop();
  await database.close();
  rmSync(data, { recursive: true });
});

async function send(method: string, path: string, body?: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  sent += 1;
  const answer = await fetch(farm.url + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      origin: "studio://app",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, type: answer.headers.get("content-type") ?? "", text: await answer.text() };
}

/** The problem that a request is refused with; fails on anything else. */
async function refused(answer: ReturnType<typeof send>, what: string): Promise<Problem> {
  const { status, type, text } = await answer;
  expect({ what, type, client: status >= 400 && status < 500 }).toEqual({ what, type: "application/problem+json", client: true });
  const problem = problemSchema.parse(JSON.parse(text));
  expect({ what, status: problem.status }).toEqual({ what, status });
  expect(problem.detail).toMatch(/\.$/);
  return problem;
}

/** Does `work` for all, eight at a time. */
async function each<Item>(items: Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: 8 }, lane));
}

const withBody = () => operations.flatMap((operation) => (operation.body === null ? [] : [{ ...operation, body: operation.body }]));

/** Every place in a value that is an object's field: its path, and the value with that field changed. */
function* changes(
  value: unknown,
  change: (field: unknown, owner: Json, name: string) => void,
  path: string[] = [],
): Generator<{ path: string[]; value: unknown }> {
  if (typeof value !== "object" || value === null) return;
  for (const name of Object.keys(value)) {
    if (!Array.isArray(value)) {
      const copy = structuredClone(value) as Json;
      change(copy[name], copy, name);
      yield { path: [...path, name], value: copy };
    }
    for (const inner of changes((value as Json)[name], change, [...path, name])) {
      const copy = structuredClone(value) as Json;
      copy[name] = inner.value;
      yield { path: inner.path, value: copy };
    }
  }
}

const badValues: [string, (field: unknown, owner: Json, name: string) => void][] = [
  ["left out", (_field, owner, name) => delete owner[name]],
  ["of another type", (field, owner, name) => (owner[name] = typeof field === "string" ? 17 : "seventeen")],
  ["an object", (_field, owner, name) => (owner[name] = { $ne: null })],
  ["far too long", (_field, owner, name) => (owner[name] = "x".repeat(15_000))],
  ["far too large", (_field, owner, name) => (owner[name] = 1e308)],
  ["misspelled", (field, owner, name) => (owner[`${name}x`] = field)],
];

describe("bodies", () => {
  test("every field left out, of another type, too long, too large or unknown is refused and named", async () => {
    const compile = documentSchemas(components);
    const cases = withBody().flatMap(({ method, path, body, codes }) => {
      const validate = compile(body.schema);
      return body.examples.flatMap((example) =>
        badValues.flatMap(([how, change]) =>
          [...changes(example, change)]
            .filter(({ value }) => !validate(value))
            .map(({ path: field, value }) => ({ method, path, codes, field, value, what: `${method} ${path}: ${field.join(".")} ${how}` })),
        ),
      );
    });
    expect(cases.length).toBeGreaterThan(300);
    await each(cases, async ({ method, path, codes, field, value, what }) => {
      const headers = { "idempotency-key": "hostile" };
      const problem = await refused(send(method, concrete(path), JSON.stringify(value), headers), what);
      expect(what && codes[problem.status]).toContain(problem.code);
      // A body of 15,000 characters may be more than a route takes at all.
      if (problem.code === "payload_too_large") return;
      expect({ what, code: problem.code }).toEqual({ what, code: "invalid_input" });
      // The field, or one above it where the whole is of another kind (a job without its kind).
      const named = (problem.fields ?? []).map((each) => each.path);
      // Where fields go together, what is missing may be another one.
      if (what.endsWith("left out") && named.length > 0) return;
      const places = field.map((_, depth) => field.slice(0, depth + 1).join("."));
      const ok = named.some((name) => name === "(whole)" || places.some((place) => name === place || name.startsWith(place)));
      expect({ what, named: ok ? "yes" : named }).toEqual({ what, named: "yes" });
    });
  });

  test.each<[string, string | Uint8Array<ArrayBuffer>, Record<string, string>, string]>([
    ["malformed JSON", '{"a":', {}, "invalid_input"],
    ["no JSON at all", "prompt=boat", {}, "invalid_input"],
    ["nothing", "", {}, "invalid_input"],
    ["null", "null", {}, "invalid_input"],
    ["a list", "[]", {}, "invalid_input"],
    ["very deep lists", "[".repeat(7000) + "]".repeat(7000), {}, "invalid_input"],
    ["very deep objects", '{"a":'.repeat(2500) + "1" + "}".repeat(2500), {}, "invalid_input"],
    ["a prototype", '{"__proto__": {"admin": true}}', {}, "invalid_input"],
    ["a constructor", '{"constructor": {"prototype": {"admin": true}}}', {}, "invalid_input"],
    ["invalid UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), {}, "invalid_input"],
    ["plain text", "a boat", { "content-type": "text/plain" }, "media_type_unsupported"],
    ["a form", "a=1", { "content-type": "application/x-www-form-urlencoded" }, "media_type_unsupported"],
    ["XML", "<a/>", { "content-type": "application/xml" }, "media_type_unsupported"],
    ["a type that is none", "{}", { "content-type": "/;=" }, "media_type_unsupported"],
  ])("%s is refused by every route that takes a body", async (what, body, headers, code) => {
    await each(withBody(), async ({ method, path }) => {
      const problem = await refused(
        send(method, concrete(path), body, { "idempotency-key": "hostile", ...headers }),
        `${method} ${path}: ${what}`,
      );
      expect({ method, path, code: problem.code }).toEqual({ method, path, code });
    });
  });

  test("a NUL or half a surrogate pair in any text is never a fault of the farm", async () => {
    for (const bad of ["\0", "\ud800"]) {
      const cases = withBody()
        .filter(({ path }) => path !== "/v1/jobs/batch")
        .flatMap(({ method, path, body }) =>
          body.examples.flatMap((example) =>
            [...changes(example, (field, owner, name) => (owner[name] = typeof field === "string" ? `${field}${bad}` : field))].map(
              ({ value }) => ({ method, path, value }),
            ),
          ),
        );
      await each(cases, async ({ method, path, value }) => {
        const { status } = await send(method, concrete(path), JSON.stringify(value), { "idempotency-key": `hostile-${bad.charCodeAt(0)}` });
        expect({ method, path, value, fault: status >= 500 }).toEqual({ method, path, value, fault: false });
      });
    }
  });

  test("more than a route takes is refused before it is read whole", async () => {
    const open = await refused(send("POST", "/v1/accounts", JSON.stringify({ name: "x".repeat(100_000) })), "a large sign-up");
    expect(open.code).toBe("payload_too_large");
    const story = JSON.stringify({ kind: "text.storyboard", input: { story: "x".repeat(13 * 1024 * 1024) } });
    expect((await refused(send("POST", "/v1/jobs", story, { "idempotency-key": "large" }), "a large story")).code).toBe(
      "payload_too_large",
    );
  });
});

describe("addresses", () => {
  test("ids that are none, in every place of every path", async () => {
    const ids = [
      "1",
      "null",
      "%00",
      "..%2f..%2fetc%2fpasswd",
      "%2e%2e",
      "%ff",
      "%E0%A4%A",
      "'%20or%201=1--",
      "%C2%84",
      "x".repeat(300),
      "{id}",
      "*",
    ];
    const cases = operations
      .filter(({ path }) => path.includes("{"))
      .flatMap(({ method, path, body }) => ids.map((id) => ({ method, path: path.replaceAll(/\{\w+\}/g, id), body: body?.examples[0] })));
    await each(cases, async ({ method, path, body }) => {
      const answer = send(method, path, body === undefined ? undefined : JSON.stringify(body));
      if (method === "HEAD") expect((await answer).status).toBeLessThan(500);
      else await refused(answer, `${method} ${path}`);
    });
  });

  test("paths that want to be elsewhere", async () => {
    for (const path of [
      "/",
      "//",
      "/v1",
      "/v1/",
      "/v1//jobs",
      "/V1/jobs",
      "/v1/jobs;a=1",
      "/v1/./account/../../etc",
      "/.env",
      "/v1/%2e%2e/metrics",
      "/metrics",
    ]) {
      const { code } = await refused(send("GET", path), path);
      expect({ path, code }).toEqual({ path, code: "not_found" });
    }
  });

  test("every method that an address does not take is 405 with Allow; nothing overrides a method", async () => {
    for (const path of new Set(operations.map((operation) => operation.path))) {
      const takes = operations.filter((operation) => operation.path === path).map(({ method }) => method);
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].filter((each) => !takes.includes(each))) {
        const answer = await fetch(farm.url + concrete(path), { method, headers: { authorization: `Bearer ${token}` } });
        const allow = answer.headers.get("allow")?.split(", ") ?? [];
        expect({ path, method, status: answer.status, all: takes.every((each) => allow.includes(each)) }).toEqual({
          path,
          method,
          status: 405,
          all: true,
        });
        await answer.text();
      }
    }
    const overridden = await send("GET", "/v1/account", undefined, { "x-http-method-override": "DELETE", "x-method-override": "DELETE" });
    expect(overridden.status).toBe(200);
    expect((await send("GET", "/v1/account")).status).toBe(200);
  });

  test("parameters that a list does not have, or cannot use, are named", async () => {
    for (const [path, field] of [
      ["/v1/jobs?limit=0", "limit"],
      ["/v1/jobs?limit=1e9", "limit"],
      ["/v1/jobs?limit=5&limit=6", "limit"],
      ["/v1/jobs?cursor=x", "cursor"],
      ["/v1/jobs?state=asleep", "state"],
      ["/v1/jobs?_method=DELETE", "_method"],
      ["/v1/credits/ledger?cursor[$ne]=1", "cursor[$ne]"],
      ["/v1/credits/ledger?cursor=%00", "cursor"],
    ] as const) {
      const problem = await refused(send("GET", path), path);
      expect({ path, named: problem.fields?.map((each) => each.path.split(".")[0]) }).toEqual({ path, named: [field] });
    }
  });
});

/** What the farm says to bytes that are written as they are. */
function raw(bytes: string): Promise<string> {
  sent += 1;
  return new Promise((done) => {
    const socket = connect(Number(new URL(farm.url).port), "127.0.0.1", () => socket.write(bytes));
    let text = "";
    socket.on("data", (part: Buffer) => (text += part.toString("latin1")));
    socket.on("error", () => done(text));
    socket.on("close", () => done(text));
    socket.setTimeout(5000, () => socket.destroy());
  });
}

describe("headers and lines", () => {
  test.each([
    ["no HTTP", "HELO farm\r\n\r\n", 400],
    ["an unknown method", "BREW / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400],
    ["no Host", "GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
    [
      "two lengths",
      "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\nConnection: close\r\n\r\n{}",
      400,
    ],
    [
      "a length and chunks",
      "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
      400,
    ],
    ["a length below nothing", "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\nConnection: close\r\n\r\n", 400],
    ["headers past 16 KiB", `GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Large: ${"x".repeat(20_000)}\r\n\r\n`, 431],
    ["a NUL in a header", "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Odd: a\0b\r\n\r\n", 400],
    ["another's name", "GET /healthz HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n", 421],
    ["another's name that begins like ours", "GET /healthz HTTP/1.1\r\nHost: localhost.rebound.example\r\nConnection: close\r\n\r\n", 421],
    ["an empty name", "GET /healthz HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n", 421],
    [
      "an upgrade under another's name",
      "GET /v1/stream?ticket=x HTTP/1.1\r\nHost: rebound.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
      421,
    ],
    ["an upgrade to nowhere", "GET // HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", 400],
  ])("%s is refused", async (_what, bytes, status) => {
    expect(await raw(bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  test("headers said twice, and keys that are none", async () => {
    const job = JSON.stringify({ kind: "text.enhance", input: { prompt: "A boat" } });
    const twice = await raw(
      `POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nAuthorization: Bearer x\r\nContent-Type: application/json\r\nContent-Length: ${job.length}\r\nConnection: close\r\n\r\n${job}`,
    );
    // The first one counts, so the refusal is for the missing key.
    expect(twice).toContain("idempotency_key_missing");
    for (const key of ["", "x".repeat(201)])
      await refused(send("POST", "/v1/jobs", job, { "idempotency-key": key }), `a key of ${key.length}`);
    for (const authorization of ["", "Bearer", "Bearer ", "Basic b3duZXI6", `Bearer ${"x".repeat(5000)}`, `Bearer ${token}\t x`])
      expect((await refused(send("GET", "/v1/account", undefined, { authorization }), authorization)).code).toBe("unauthenticated");
  });

  test("every answer says that it is no page, and names its request", async () => {
    for (const path of ["/healthz", "/v1/account", "/nowhere"]) {
      const { headers } = await fetch(farm.url + path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });
});

test("after all of it the farm is alive and knows of no fault of its own", async () => {
  expect(sent).toBeGreaterThan(1000);
  expect(faults).toEqual([]);
  expect((await send("GET", "/readyz")).status).toBe(200);
  expect((await send("GET", "/v1/account")).status).toBe(200);
});
