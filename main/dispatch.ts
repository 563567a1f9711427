// Looks a call up in the contract as an own property, parses its input, runs its handler, and answers a
// value or an error with a code. Nothing is thrown across a boundary, and no stack reaches a person.
import type { z } from "zod";
import { CodedError, errorBodyOf } from "../shared/contract/errors.ts";
import { type Handlers, studioContract } from "../shared/contract/studio/index.ts";
import type { CallResult, LinkRequest } from "../shared/contract/studio/link.ts";
import { codedErrorOf } from "./errors.ts";
import type { Logger } from "./ports.ts";

export type Dispatch = (request: Pick<LinkRequest, "namespace" | "method" | "input">) => Promise<CallResult>;

type AnyMethod = { input: z.ZodType; output: z.ZodType };
type AnyHandler = (input: unknown) => unknown;

function own(map: object, key: string): unknown {
  return Object.hasOwn(map, key) ? (map as Record<string, unknown>)[key] : undefined;
}

/** A dispatcher over the handlers. `dataFolder` names the disk where one is full. Failures that are not the caller's doing are logged by name. */
export function createDispatch(handlers: Handlers, logger: Logger, dataFolder: string): Dispatch {
  return async ({ namespace, method, input }) => {
    const group = own(studioContract, namespace);
    const entry = group === undefined ? undefined : (own(group as object, method) as AnyMethod | undefined);
    if (entry === undefined) return { ok: false, error: new CodedError("method_unknown").toBody() };
    const handler = (handlers as unknown as Record<string, Record<string, AnyHandler>>)[namespace]?.[method] as AnyHandler;
    try {
      return { ok: true, value: await handler(entry.input.parse(input)) };
    } catch (thrown) {
      const body = errorBodyOf(codedErrorOf(thrown, dataFolder));
      if (body.code === "internal") {
        logger.error("a call failed", {
          namespace,
          method,
          reason: thrown instanceof Error ? (thrown.stack ?? thrown.message) : "not an error",
        });
      }
      return { ok: false, error: body };
    }
  };
}
