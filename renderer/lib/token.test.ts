import { expect, test } from "vitest";
import { takeToken } from "./token.ts";

function page(hash: string, kept?: string) {
  const values = new Map(kept === undefined ? [] : [["studio.token", kept]]);
  const addresses: string[] = [];
  const location = { hash, pathname: "/", search: "" } as Location;
  const history = { replaceState: (_state: unknown, _title: string, address: string) => addresses.push(address) } as unknown as History;
  const storage = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => values.set(key, value),
  } as unknown as Storage;
  return { token: takeToken(location, history, storage), addresses, values };
}

test("the token moves from the address to the session and leaves no trace in the address", () => {
  const { token, addresses, values } = page("#token=ab%2Fc");
  expect(token).toBe("ab/c");
  expect(values.get("studio.token")).toBe("ab/c");
  expect(addresses).toEqual(["/"]);
});

test("a route beside the token stays", () => {
  expect(page("#/queue?token=abc").addresses).toEqual(["/#/queue"]);
});

test("a reload finds the kept token; a page without one has none", () => {
  expect(page("#/queue", "abc")).toMatchObject({ token: "abc", addresses: [] });
  expect(page("").token).toBeNull();
});
