// What holds for every request, whatever it asks: the name that it calls the farm by, the headers of every
// answer, and which methods an address takes.
import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
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

/** What `app` has: which methods a path takes, and whether a path is a route's own, without parameters. */
export interface Addresses {
  methodsAt(path: string): string[];
  isOwn(path: string): boolean;
}

/** Remembers the routes of `app` from now on. */
export function rememberAddresses(app: FastifyInstance): Addresses {
  const routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  const plain = (url: string) => !/[:*]/.test(url);
  app.addHook("onRoute", ({ url, method }) => {
    const known = routes.get(url) ?? {
      pattern: new RegExp(`^${url.replaceAll(/[.()]/g, "\\$&").replaceAll(/:\w+/g, "[^/]+").replaceAll("*", ".*")}$`),
      methods: new Set<string>(),
    };
    for (const each of [method].flat()) known.methods.add(each);
    routes.set(url, known);
  });
  return {
    methodsAt(path) {
      const found = plain(path) && routes.get(path);
      const all = found ? [found] : [...routes.values()].filter(({ pattern }) => pattern.test(path));
      return [...new Set(all.flatMap(({ methods }) => [...methods]))].sort();
    },
    isOwn: (path) => plain(path) && routes.has(path),
  };
}

/**
 * Refuses requests under another name, at addresses that are not there and by methods that they do not take, before a body is read;
 * adds the headers of every answer. `secure`: the farm is reached by https.
 */
export function guardDoors(app: FastifyInstance, addresses: Addresses, isOurs: ReturnType<typeof hostCheck>, secure: boolean): void {
  const refusal = (request: FastifyRequest, reply: FastifyReply): CodedError | undefined => {
    if (!isOurs(request.raw)) return new CodedError("host_unknown");
    const path = request.url.split("?")[0] ?? "";
    // `/v1/jobs/batch` takes POST alone, though GET would find `/v1/jobs/:id`.
    const shadowed = request.routeOptions.url !== path && addresses.isOwn(path);
    if (!request.is404 && !shadowed) return undefined;
    const methods = addresses.methodsAt(path);
    if (methods.length === 0) return new CodedError("not_found", "The farm has no such address. GET /v1/openapi.json lists what it has.");
    void reply.header("allow", methods.join(", "));
    return new CodedError("method_not_allowed");
  };
  app.addHook("onRequest", (request, reply, done) => done(refusal(request, reply)));
  app.addHook("onSend", (request, reply, payload, done) => {
    void reply.header("x-request-id", request.id).header("x-content-type-options", "nosniff").header("referrer-policy", "no-referrer");
    const unlessSaid = (name: string, value: string) => reply.hasHeader(name) || reply.header(name, value);
    unlessSaid("cache-control", "no-store");
    unlessSaid("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    if (secure) void reply.header("strict-transport-security", "max-age=31536000");
    done(null, payload);
  });
}
