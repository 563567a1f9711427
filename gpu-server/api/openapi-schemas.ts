// Schemas that the API document names, and what JSON Schema cannot take from zod by itself: texts that may
// not be blank, and jobs sent by one of the nine types.
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from "fastify-type-provider-zod";
import { z } from "zod";
import {
  accountSchema,
  appealSchema,
  artifactRefSchema,
  artifactSchema,
  creditsSchema,
  etaSchema,
  farmSchema,
  jobEventSchema,
  jobRequestSchema,
  jobSchema,
  jobSubmissionSchema,
  ledgerLineSchema,
  numberedEventSchema,
  quoteSchema,
  segmentInputSchema,
} from "../../shared/contract/farm-http.ts";
import { invitationSchema, keySchema, signInSchema, teamSchema } from "../../shared/contract/farm-identity.ts";
import { errorBodySchema, fieldErrorSchema } from "../../shared/contract/errors.ts";
import { shotSnapshotSchema } from "../../shared/contract/shot.ts";
import { jobTypes } from "../../shared/domain/job.ts";

/** A JSON object of the document. */
export type Node = Record<string, unknown>;

const named = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries({
  Account: accountSchema,
  ApiKey: keySchema,
  Appeal: appealSchema,
  Artifact: artifactSchema,
  ArtifactRef: artifactRefSchema,
  Credits: creditsSchema,
  ErrorBody: errorBodySchema,
  Eta: etaSchema,
  Farm: farmSchema,
  FieldError: fieldErrorSchema,
  Invitation: invitationSchema,
  Job: jobSchema,
  JobEvent: jobEventSchema,
  JobRequest: jobRequestSchema,
  JobSubmission: jobSubmissionSchema,
  LedgerLine: ledgerLineSchema,
  NumberedEvent: numberedEventSchema,
  Quote: quoteSchema,
  Segment: segmentInputSchema,
  ShotSnapshot: shotSnapshotSchema,
  SignIn: signInSchema,
  Team: teamSchema,
}))
  named.add(schema, { id });

/** A text that is trimmed before its length is looked at: a blank one is empty. */
const notBlank = "[^\\s\\uFEFF]";

interface Conversion {
  zodSchema: z.core.$ZodType;
  jsonSchema: Node;
}

function refine({ zodSchema, jsonSchema }: Conversion): void {
  const { def } = zodSchema._zod;
  if (def.type === "undefined" || def.type === "void") jsonSchema["type"] = "null";
  const trims = (def.checks ?? []).some((check) => check._zod.def.check === "overwrite");
  if (def.type === "string" && trims && Number(jsonSchema["minLength"]) > 0 && jsonSchema["pattern"] === undefined)
    jsonSchema["pattern"] = notBlank;
  if (z.globalRegistry.get(zodSchema)?.["uniqueItems"] === true) jsonSchema["uniqueItems"] = true;
  // What zod calls safe integers is no limit that a client must know.
  if (jsonSchema["minimum"] === Number.MIN_SAFE_INTEGER) delete jsonSchema["minimum"];
  if (jsonSchema["maximum"] === Number.MAX_SAFE_INTEGER) delete jsonSchema["maximum"];
}

const config = { schemaRegistry: named, zodToJsonConfig: { override: (context: Conversion) => refine(context) } };
export const transform = createJsonSchemaTransform(config);
export const transformObject = createJsonSchemaTransformObject(config);

/** The nine shorthands: a type in place of kind, engine, quality and rating, which may be said beside it if they agree. */
function shorthand(byKind: Node[]): Node {
  return {
    description: "A job by one of the nine types, each a shorthand for kind, engine, quality and rating.",
    oneOf: Object.entries(jobTypes).map(([type, meant]) => {
      const variant = byKind.find((each) => ((each["properties"] as Node)["kind"] as Node)["const"] === meant.kind) as Node;
      const fixed = Object.fromEntries(Object.entries({ type, ...meant }).map(([name, value]) => [name, { const: value, type: "string" }]));
      return { ...variant, title: type, properties: { ...(variant["properties"] as Node), ...fixed }, required: ["type", "input"] };
    }),
  };
}

/** Says what zod holds by its own code: which fields go together. `schemas` are the document's components, which are changed. */
export function describeAlternatives(schemas: Record<string, Node>): void {
  describeSubmissions(schemas);
  const signIn = schemas["SignInInput"];
  if (signIn === undefined) return;
  const { email, password, code } = signIn["properties"] as Node;
  const object = { type: "object", additionalProperties: false };
  schemas["SignInInput"] = {
    oneOf: [
      { ...object, title: "password", properties: { email, password }, required: ["email", "password"] },
      { ...object, title: "code", properties: { code }, required: ["code"] },
    ],
  };
}

/** Jobs as they are sent: by kind, or by type. */
function describeSubmissions(schemas: Record<string, Node>): void {
  const request = schemas["JobRequestInput"];
  if (request === undefined) return;
  const variants = (request["oneOf"] ?? request["anyOf"]) as Node[];
  const byKind = variants.map((variant) => {
    const { type: _, ...properties } = variant["properties"] as Node;
    return { ...variant, title: String((properties["kind"] as Node)["const"]), properties };
  });
  schemas["JobByKind"] = {
    description: "A job by its kind.",
    oneOf: byKind,
  };
  schemas["JobByType"] = shorthand(byKind);
  schemas["JobSubmissionInput"] = { oneOf: [{ $ref: "#/components/schemas/JobByKind" }, { $ref: "#/components/schemas/JobByType" }] };
}
