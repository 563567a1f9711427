// What an API key may do: routes by scope. A route that is not here is for sessions alone.
import { CodedError } from "../../shared/contract/errors.ts";
import type { KeyScope } from "../../shared/contract/farm-identity.ts";

/** Beginnings of "METHOD /path"; null: every key. */
const routes: readonly (readonly [string, KeyScope | null])[] = [
  ["GET /v1/account", null],
  ["GET /v1/farm", null],
  ["GET /v1/plans", null],
  ["POST /v1/quotes", null],
  ["GET /v1/credits", "credits:read"],
  ["GET /v1/jobs", "jobs:read"],
  ["GET /v1/artifacts", "jobs:read"],
  ["POST /v1/jobs", "jobs:write"],
  ["GET /v1/inputs", "jobs:write"],
  ["POST /v1/uploads", "jobs:write"],
  ["GET /v1/uploads", "jobs:write"],
  ["PATCH /v1/uploads", "jobs:write"],
  ["DELETE /v1/uploads", "jobs:write"],
];

/** Below a route that every key may call, and for sessions alone: the second factor, the copy of everything. */
const closed = "GET /v1/account/";

/** The scope that a key needs for the route; null: any key; undefined: no key may. */
export function scopeOf(method: string, route: string): KeyScope | null | undefined {
  const called = `${method === "HEAD" ? "GET" : method} ${route}`;
  if (called.startsWith(closed)) return undefined;
  return routes.find(([start]) => called === start || called.startsWith(`${start}/`))?.[1];
}

/** Throws CodedError scope_missing when a key with `scopes` may not call the route. */
export function requireScope(scopes: readonly KeyScope[], method: string, route = ""): void {
  const scope = scopeOf(method, route);
  if (scope === undefined) throw new CodedError("scope_missing", "API keys may not do that. Sign in instead.");
  if (scope !== null && !scopes.includes(scope))
    throw new CodedError("scope_missing", `This API key may not do that: it lacks the scope ${scope}. Make a key that has it.`);
}
