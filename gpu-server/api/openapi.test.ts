// The API document holds what a client is made of, and says it of every route: a route that lacks its words
// is named here. The page for people tells of every route and of every error.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { errorCodes, errorKinds } from "../../shared/contract/errors.ts";
import { jobSubmissionSchema } from "../../shared/contract/farm-http.ts";
import { jobTypeNames } from "../../shared/domain/job.ts";
import { silentLog, type TestDatabase, testDatabase } from "../database/testing.ts";
import { type Coordinator, startCoordinator } from "../operations/coordinator.ts";
import { documentSchemas } from "../testing/document.ts";
import { requestExamples } from "./openapi-examples.ts";
import { routeWords } from "./openapi-routes.ts";

interface Operation {
  operationId?: string;
  summary?: string;
  tags?: string[];
  security?: object[];
  parameters?: { name: string; in: string; required?: boolean; schema?: object }[];
  requestBody?: { content: Record<string, { schema: object; examples?: Record<string, { value: unknown }> }> };
  responses: Record<string, { description?: string; headers?: object; content?: Record<string, { schema: object; example?: unknown }> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

const data = mkdtempSync(join(tmpdir(), "farm-openapi-"));
const page = readFileSync(join(import.meta.dirname, "../../docs/farm-api.md"), "utf8");
let database: TestDatabase;
let farm: Coordinator;
let document: Document;
let operations: { route: string; operation: Operation }[];
beforeAll(async () => {
  database = await testDatabase();
  farm = await startCoordinator(
    { data, port: 0, databaseUrl: database.url, publicUrl: undefined, prices: "test", localNode: true },
    silentLog,
  );
  document = (await (await fetch(`${farm.url}/v1/openapi.json`)).json()) as Document;
  compile = documentSchemas(document.components);
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
  );
});
afterAll(async () => {
  await farm.stop();
  await database.close();
  rmSync(data, { recursive: true });
});

let compile: ReturnType<typeof documentSchemas>;
const problemsOf = (schema: object, value: unknown) => {
  const validate = compile(schema);
  return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

test("the document is OpenAPI 3.1", async () => {
  expect(document.openapi).toBe("3.1.0");
  expect(await new Validator().validate(structuredClone(document) as object as Record<string, unknown>)).toMatchObject({ valid: true });
});

test("every route has its words, its refusals and who may call it", () => {
  const lacking = operations.flatMap(({ route, operation }) => {
    const { operationId, summary, tags, security, responses } = operation;
    const lacks: string[] = [];
    if (!operationId) lacks.push("operationId (openapi-routes.ts)");
    if (!summary?.endsWith(".")) lacks.push("summary");
    if (tags?.length !== 1) lacks.push("a tag");
    if (security === undefined) lacks.push("security");
    if (!Object.keys(responses).some((status) => /^[23]/.test(status))) lacks.push("a success");
    for (const status of ["421", "500", "503"]) if (responses[status] === undefined) lacks.push(status);
    if (security?.length === 1 && (responses["401"] === undefined || responses["403"] === undefined)) lacks.push("401 and 403");
    if (operation.requestBody !== undefined && ["400", "413", "415"].some((status) => responses[status] === undefined))
      lacks.push("400, 413, 415");
    for (const [status, { description, content }] of Object.entries(responses)) {
      if (!description || description === "Default Response") lacks.push(`words for ${status}`);
      const problem = content?.["application/problem+json"];
      if (Number(status) >= 400 && route.split(" ")[0] !== "HEAD" && problem === undefined && status !== "503")
        lacks.push(`a problem for ${status}`);
    }
    return lacks.length > 0 ? [`${route} lacks ${lacks.join(", ")}`] : [];
  });
  expect(lacking).toEqual([]);
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test("only what clients never call, or what speaks a protocol of its own, is not in the document", () => {
  const hidden = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .flatMap((name) => [...readFileSync(join(import.meta.dirname, name), "utf8").matchAll(/hide: true/g)].map(() => name));
  // Files of nodes, the metrics behind their token, and uploads, which speak tus.
  expect([...new Set(hidden)]).toEqual(["node.ts", "operations.ts", "uploads.ts"]);
});

test("no words are left of a route that is gone", () => {
  const there = operations.map(({ route }) => route.replaceAll(/\{(\w+)\}/g, ":$1"));
  expect([...routeWords.keys()].filter((route) => !there.includes(route))).toEqual([]);
});

test("every parameter of a path is described, and submissions ask for their key", () => {
  for (const { route, operation } of operations) {
    const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = operation.parameters?.filter((parameter) => parameter.in === "path").map(({ name }) => name) ?? [];
    expect({ route, described: described.sort() }).toEqual({ route, described: inPath.sort() });
  }
  const asking = operations.filter(({ operation }) =>
    operation.parameters?.some(({ name, required }) => name === "Idempotency-Key" && required),
  );
  expect(asking.map(({ route }) => route).sort()).toEqual(["POST /v1/jobs", "POST /v1/jobs/batch"]);
});

test("every body has an example, and every example is what its schema asks for", () => {
  const wrong = operations.flatMap(({ route, operation: { operationId = "", requestBody, responses } }) => {
    const body = requestBody?.content["application/json"];
    const found: string[] = [];
    if (body !== undefined && body.examples === undefined) found.push(`${route} has no example of a body`);
    for (const [name, { value }] of Object.entries(body?.examples ?? {}))
      found.push(...problemsOf(body?.schema ?? {}, value).map((problem) => `${route} ${name}: ${problem}`));
    for (const [status, { content = {} }] of Object.entries(responses))
      for (const { schema, example } of Object.values(content))
        if (example !== undefined) found.push(...problemsOf(schema, example).map((problem) => `${route} ${status}: ${problem}`));
    return found.concat(operationId in requestExamples && body === undefined ? [`${route} has an example and no body`] : []);
  });
  expect(wrong).toEqual([]);
});

test("jobs are described by kind and by each of the nine types, as the farm takes them", () => {
  const schema = document.paths["/v1/jobs"]?.["post"]?.requestBody?.content["application/json"]?.schema ?? {};
  const types = (document.components.schemas["JobByType"] as { oneOf: { title: string }[] }).oneOf.map(({ title }) => title);
  expect(types.sort()).toEqual([...jobTypeNames].sort());
  const chat = { messages: [{ role: "user", text: "Hello" }] };
  const image = { prompt: "A boat", seed: 1 };
  for (const [wanted, sent] of [
    [true, { kind: "image.generate", input: image }],
    [true, { type: "sdxl_image_fast", input: image }],
    [true, { type: "sdxl_image_fast", kind: "image.generate", quality: "fast", input: image }],
    [true, { type: "chat_conversation", input: chat }],
    [false, { type: "sdxl_image_fast", quality: "high", input: image }],
    [false, { type: "sdxl_image_fast", input: chat }],
    [false, { type: "unheard_of", input: image }],
    [false, { input: image }],
    [false, { kind: "image.generate", input: { ...image, prompt: "  " } }],
    [false, { kind: "image.generate", input: image, more: 1 }],
  ] as const) {
    expect({ sent, byDocument: problemsOf(schema, sent).length === 0 }).toEqual({ sent, byDocument: wanted });
    expect({ sent, byFarm: jobSubmissionSchema.safeParse(sent).success }).toEqual({ sent, byFarm: wanted });
  }
});

test("the page for people has every route and every error", () => {
  const calls = [...page.matchAll(/^\| `([A-Z]+ \/\S*)` +\| (.*?) +\|$/gm)].map(([, route, words]) => `${route}: ${words}`);
  expect(calls.sort()).toEqual(operations.map(({ route, operation }) => `${route}: ${operation.summary}`).sort());
  const rows = [...page.matchAll(/^\| `([a-z_]+)` +\| (\d{3}) +\| (yes|no) +\| (.*?) +\|$/gm)].map(([, code, status, retry, words]) => ({
    code,
    status: Number(status),
    retry,
    words,
  }));
  expect(rows).toEqual(
    errorCodes.map((code) => ({
      code,
      status: errorKinds[code].status,
      retry: errorKinds[code].retryable ? "yes" : "no",
      words: errorKinds[code].message,
    })),
  );
});
