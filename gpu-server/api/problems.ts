// Errors as the API answers them: RFC 9457 problem+json with a code of the closed union, a sentence
// for people and the fields at fault. What went wrong inside is logged by id, never sent.
import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { CodedError, errorBodyOf, type ErrorBody, errorKinds, type FieldError, type Problem } from "../../shared/contract/errors.ts";
import type { Logger } from "../ports.ts";

const fastifyCodes: Record<string, CodedError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new CodedError("payload_too_large"),
  FST_ERR_CTP_INVALID_JSON_BODY: new CodedError("invalid_input", "The body is not JSON. Check its syntax."),
  FST_ERR_CTP_EMPTY_JSON_BODY: new CodedError("invalid_input", "The body is empty. Send JSON."),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new CodedError("invalid_input", "Send the body as application/json."),
};

interface ValidationIssue {
  instancePath: string;
  message?: string | undefined;
  params?: unknown;
}

/** Fields of a failed validation, paths joined by dots; an unknown field is named itself. */
function fieldsOfValidation(issues: readonly ValidationIssue[]): FieldError[] {
  return issues.flatMap(({ instancePath, message = "It cannot be used.", params }) => {
    const path = instancePath.split("/").filter(Boolean);
    const keys = (params as { keys?: unknown } | undefined)?.keys;
    if (Array.isArray(keys))
      return keys.map((key) => ({ path: [...path, String(key)].join("."), message: "The farm does not know this field. Leave it out." }));
    return [{ path: path.join(".") || "(whole)", message }];
  });
}

function bodyOf(error: unknown): ErrorBody {
  if (hasZodFastifySchemaValidationErrors(error)) {
    return { code: "invalid_input", message: errorKinds.invalid_input.message, fields: fieldsOfValidation(error.validation) };
  }
  const known = fastifyCodes[(error as Partial<FastifyError>).code ?? ""];
  return errorBodyOf(known ?? error);
}

/** Sends `body` as problem+json. */
function sendProblem(reply: FastifyReply, body: ErrorBody): FastifyReply {
  const { status } = errorKinds[body.code];
  const problem: Problem = {
    type: `urn:ourvidz:error:${body.code}`,
    title: body.code.replaceAll("_", " "),
    status,
    code: body.code,
    detail: body.message,
    ...(body.fields ? { fields: body.fields } : {}),
    ...(body.retryAfter === undefined ? {} : { retryAfter: body.retryAfter }),
  };
  if (body.retryAfter !== undefined) void reply.header("retry-after", String(body.retryAfter));
  return reply.code(status).header("content-type", "application/problem+json").serializer(JSON.stringify).send(problem);
}

/** Every error of `app` leaves as problem+json. */
export function answerWithProblems(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    const body = bodyOf(error);
    if (errorKinds[body.code].status >= 500) {
      const reason = error instanceof Error ? `${error.name}: ${(error.cause as Error | undefined)?.message ?? error.message}` : "unknown";
      log.error("a request failed", {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url,
        code: body.code,
        reason,
      });
    }
    return sendProblem(reply, body);
  });
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, new CodedError("not_found", "The farm has no such address. GET /v1/openapi.json lists what it has.").toBody()),
  );
}
