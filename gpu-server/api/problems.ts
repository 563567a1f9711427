// Errors as the API answers them: RFC 9457 problem+json with a code of the closed union, a sentence
// for people and the fields at fault. What went wrong inside is logged by id, never sent.
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import {
  CodedError,
  errorBodyOf,
  type ErrorBody,
  type ErrorCode,
  errorKinds,
  type FieldError,
  type Problem,
} from "../../shared/contract/errors.ts";
import type { Logger } from "../ports.ts";

const fastifyCodes: Record<string, CodedError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new CodedError("payload_too_large"),
  FST_ERR_CTP_INVALID_JSON_BODY: new CodedError("invalid_input", "The body is not JSON. Check its syntax."),
  FST_ERR_CTP_EMPTY_JSON_BODY: new CodedError("invalid_input", "The body is empty. Send JSON."),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: new CodedError("invalid_input", "The body is not as long as Content-Length says."),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new CodedError("media_type_unsupported"),
  FST_ERR_BAD_URL: new CodedError("invalid_input", "The address holds characters that no address has. Encode it."),
  FST_ERR_MAX_PARAM_LENGTH: new CodedError("not_found"),
};

/** What Node itself refuses, before there is a request: its code, and ours. */
const socketCodes: Record<string, ErrorCode> = {
  HPE_HEADER_OVERFLOW: "headers_too_large",
  ERR_HTTP_REQUEST_TIMEOUT: "request_timeout",
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
  const { code = "", statusCode } = error as Partial<FastifyError>;
  const known = fastifyCodes[code];
  if (known !== undefined) return known.toBody();
  // Whatever else the server itself refuses is a fault of the request and not of the farm.
  if (code.startsWith("FST_ERR_") && statusCode !== undefined && statusCode < 500) return new CodedError("invalid_input").toBody();
  return errorBodyOf(error);
}

/** What went wrong inside, for the log: names, codes and places, and no message, which may quote what somebody wrote. */
function faultOf(error: unknown): Record<string, unknown> {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return { fault: typeof cause };
  const { code } = cause as { code?: unknown };
  const at = (cause.stack ?? "")
    .split("\n")
    .filter((line) => line.startsWith("    at "))
    .slice(0, 4)
    .map((line) => line.trim().slice(0, 200));
  return { fault: cause.name, ...(typeof code === "string" ? { reason: code } : {}), at };
}

function problemOf(body: ErrorBody): Problem {
  return {
    type: `urn:ourvidz:error:${body.code}`,
    title: body.code.replaceAll("_", " "),
    status: errorKinds[body.code].status,
    code: body.code,
    detail: body.message,
    ...(body.fields ? { fields: body.fields } : {}),
    ...(body.retryAfter === undefined ? {} : { retryAfter: body.retryAfter }),
  };
}

/** Sends `body` as problem+json. */
function sendProblem(reply: FastifyReply, body: ErrorBody): FastifyReply {
  const problem = problemOf(body);
  if (body.retryAfter !== undefined) void reply.header("retry-after", String(body.retryAfter));
  if (problem.status === 401) void reply.header("www-authenticate", "Bearer");
  return reply.code(problem.status).header("content-type", "application/problem+json").serializer(JSON.stringify).send(problem);
}

/** Answers on a connection whose request could not be read. */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = socketCodes[error.code ?? ""] ?? "invalid_input";
  const problem = problemOf(new CodedError(code, code === "invalid_input" ? "This is not a request of HTTP/1.1." : undefined).toBody());
  const text = JSON.stringify(problem);
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ""}`,
    "content-type: application/problem+json",
    `content-length: ${Buffer.byteLength(text)}`,
    "connection: close",
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${text}`);
}

/** Answers a request whose address cannot be read: a part of it is too long, or wrongly encoded. The address is not repeated. */
export function refuseAddress({ code }: { code: string }, _request: unknown, reply: FastifyReply): void {
  const wrong = code === "FST_ERR_BAD_URL";
  const words = wrong
    ? "The address of this request is wrongly encoded."
    : "The farm has no such address. GET /v1/openapi.json lists what it has.";
  void sendProblem(reply, new CodedError(wrong ? "invalid_input" : "not_found", words).toBody());
}

/** Every error of `app` leaves as problem+json. */
export function answerWithProblems(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    const body = bodyOf(error);
    if (errorKinds[body.code].status >= 500)
      log.error("a request failed", {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url,
        code: body.code,
        ...faultOf(error),
      });
    return sendProblem(reply, body);
  });
}
