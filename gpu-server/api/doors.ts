// What holds for every request, whatever it asks: the name that it calls the farm by, the headers of every
// answer, and which methods an address takes.
import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import { CodedError } from "../../shared/contract/errors.ts";

const ownNames = ["localhost", "127.0.0.1", "[::1]"];

/** The name in a Host header, without its port. */
function nameOf(host: string): string {
  return host.replace(/:\d*$/, "").toLowerCase();
}

/**
 * True for requests that call the farm by a name of its own: this machine's, `publicUrl`'s or one of `more`. A page of
 * another site whose name was made to lead here (DNS rebinding) comes under that site's name.
 */
export function hostCheck(publicUrl: string | undefined, more: readonly string[]): (request: Pick<IncomingMessage, "headers">) => boolean {
  const names = new Set([...ownNames, ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname]), ...more.map(nameOf)]);
  return ({ headers: { host } }) => host !== undefined && names.has(nameOf(host));
}

/** Refuses requests under another name and adds the headers of every answer. `secure`: the farm is reached by https. */
export function guardDoors(app: FastifyInstance, isOurs: ReturnType<typeof hostCheck>, secure: boolean): void {
  app.addHook("onRequest", (request, _reply, done) => {
    done(isOurs(request.raw) ? undefined : new CodedError("host_unknown"));
  });
  app.addHook("onSend", (request, reply, payload, done) => {
    void reply.header("x-request-id", request.id).header("x-content-type-options", "nosniff").header("referrer-policy", "no-referrer");
    const unlessSaid = (name: string, value: string) => reply.hasHeader(name) || reply.header(name, value);
    unlessSaid("cache-control", "no-store");
    unlessSaid("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    if (secure) void reply.header("strict-transport-security", "max-age=31536000");
    done(null, payload);
  });
}

/** Remembers the routes of `app` from now on; returns which methods a path takes. */
export function rememberMethods(app: FastifyInstance): (path: string) => string[] {
  const methodsOf = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  app.addHook("onRoute", ({ url, method }) => {
    const known = methodsOf.get(url) ?? {
      pattern: new RegExp(`^${url.replaceAll(/[.()]/g, "\\$&").replaceAll(/:\w+/g, "[^/]+").replaceAll("*", ".*")}$`),
      methods: new Set<string>(),
    };
    for (const each of [method].flat()) known.methods.add(each);
    methodsOf.set(url, known);
  });
  return (path) =>
    [...new Set([...methodsOf.values()].filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => [...methods]))].sort();
}
