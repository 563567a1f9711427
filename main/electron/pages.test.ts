// Whatever address a page makes up, it gets files of the screens and nothing else.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { servePage } from "./pages.ts";

const scratch = mkdtempSync(path.join(tmpdir(), "studio-pages-"));
const folder = path.join(scratch, "renderer");

beforeAll(() => {
  mkdirSync(path.join(folder, "assets"), { recursive: true });
  mkdirSync(path.join(scratch, "renderer-secrets"));
  writeFileSync(path.join(folder, "index.html"), "the page");
  writeFileSync(path.join(folder, "assets", "main.js"), "the script");
  for (const outside of ["secret.json", "renderer-secrets/secret.json"]) writeFileSync(path.join(scratch, outside), "SECRET");
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const get = (url: string, method = "GET") => servePage(folder, { url, method });

describe("the screens' files", () => {
  it("are served with their type under the policy", async () => {
    const page = await get("studio://app/");
    expect([page.status, await page.text(), page.headers.get("content-type")]).toEqual([200, "the page", "text/html; charset=utf-8"]);
    const script = await get("studio://app/assets/main.js");
    expect([script.status, await script.text(), script.headers.get("content-type")]).toEqual([
      200,
      "the script",
      "text/javascript; charset=utf-8",
    ]);
    for (const answer of [page, script, await get("studio://app/none.js")]) {
      expect(answer.headers.get("content-security-policy")).toContain("script-src 'self';");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  it("are all that any address reaches", async () => {
    const piece = fc.constantFrom(
      "..",
      ".",
      "/",
      "\\",
      "%2e",
      "%2f",
      "%5c",
      "%00",
      "%",
      "secret.json",
      "renderer-secrets",
      "assets",
      "main.js",
      "?",
      "#",
      "a",
    );
    const address = fc.array(piece, { maxLength: 10 }).map((pieces) => `studio://app/${pieces.join("")}`);
    await fc.assert(
      fc.asyncProperty(address, async (url) => {
        expect(await (await get(url)).text()).not.toContain("SECRET");
      }),
      { numRuns: 400 },
    );
  });

  it("belong to one host and are only read", async () => {
    expect((await get("studio://other/index.html")).status).toBe(404);
    expect((await get("studio://app/index.html", "POST")).status).toBe(405);
    expect(await (await get("studio://app/index.html", "HEAD")).text()).toBe("");
  });
});
