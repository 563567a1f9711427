// The checks fail a build: each kind of fault, planted in a copy of the sources, is found by name.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const scratch = mkdtempSync(path.join(tmpdir(), "studio-lint-"));
const copy = path.join(scratch, "whole");
/** The settings of every check without the sources: for checks that look at one file at a time. */
const bare = path.join(scratch, "bare");
const ofSettings = (file: string) => !file.includes("/") || file.startsWith("scripts/") || file.endsWith("/tsconfig.json");

beforeAll(() => {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  // A file that was removed and not committed yet is still listed.
  const files = listed.split("\0").filter((name) => name !== "" && existsSync(path.join(root, name)));
  for (const [to, wanted] of [
    [copy, files],
    [bare, files.filter(ofSettings)],
  ] as const) {
    for (const file of wanted) {
      mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
      cpSync(path.join(root, file), path.join(to, file), { force: true });
    }
    for (const modules of ["node_modules", "gpu-server/node_modules"]) {
      if (existsSync(path.join(root, modules))) symlinkSync(path.join(root, modules), path.join(to, modules), "junction");
    }
  }
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** Runs one check on a copy with the files of all its faults planted in it; the plants are gone afterwards. */
function check(only: string): { status: number | null; output: string } {
  const plants = Object.assign({}, ...faults.filter((one) => one.only === only).map((one) => one.plants)) as Record<string, string>;
  const place = only === "lint" || only === "format" ? bare : copy;
  for (const [file, text] of Object.entries(plants)) {
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    writeFileSync(path.join(place, file), text);
  }
  const result = spawnSync(process.execPath, ["scripts/lint.mjs", "--only", only], { cwd: place, encoding: "utf8" });
  for (const file of Object.keys(plants)) rmSync(path.join(place, file));
  return { status: result.status, output: result.stdout + result.stderr };
}

const faults: { fault: string; only: string; plants: Record<string, string>; says: RegExp }[] = [
  {
    fault: "the renderer importing the core",
    only: "boundaries",
    plants: { "renderer/lib/planted.ts": 'export { createEvents } from "../../main/events.ts";\n' },
    says: /renderer-imports-shared-only.*renderer\/lib\/planted\.ts/,
  },
  {
    fault: "a type that crosses a boundary",
    only: "boundaries",
    plants: { "shared/domain/planted.ts": 'import type { ErrorCode } from "../contract/errors.ts";\nexport type Planted = ErrorCode;\n' },
    says: /domain-is-the-root.*shared\/domain\/planted\.ts/,
  },
  {
    fault: "Electron outside the shell",
    only: "boundaries",
    plants: { "main/film/planted.ts": 'export { app } from "electron";\n' },
    says: /electron-only-in-the-shell.*main\/film\/planted\.ts/,
  },
  {
    fault: "an import cycle",
    only: "boundaries",
    plants: {
      "shared/domain/planted-a.ts": 'import { b } from "./planted-b.ts";\nexport const a: number = b;\n',
      "shared/domain/planted-b.ts": 'import { a } from "./planted-a.ts";\nexport const b: number = a;\n',
    },
    says: /no-cycle.*shared\/domain\/planted-[ab]\.ts/,
  },
  {
    fault: "a file that nobody uses",
    only: "unused",
    plants: { "shared/domain/planted.ts": "export const planted = 1;\n" },
    says: /shared\/domain\/planted\.ts/,
  },
  {
    fault: "an export that nobody imports",
    only: "unused",
    plants: {
      "shared/domain/planted-half.ts": "export const used = 1;\nexport const plantedAndUnused = 2;\n",
      "shared/domain/planted.test.ts": 'import { used } from "./planted-half.ts";\nconsole.log(used);\n',
    },
    says: /plantedAndUnused/,
  },
  {
    fault: "a floating promise",
    only: "lint",
    plants: { "main/film/planted.ts": "const wait = async (): Promise<void> => {};\nexport function start(): void {\n  wait();\n}\n" },
    says: /no-floating-promises[\s\S]*main\/film\/planted\.ts/,
  },
  {
    fault: "a type error",
    only: "types main",
    plants: { "main/film/planted.ts": 'export const planted: number = "text";\n' },
    says: /main\/film\/planted\.ts.*TS2322/,
  },
  {
    fault: "a DOM type in the core",
    only: "types main",
    plants: { "main/film/planted-page.ts": "export const planted = document.title;\n" },
    says: /main\/film\/planted-page\.ts.*document/,
  },
  {
    fault: "a file that is not in the one format",
    only: "format",
    plants: { "main/film/planted.ts": "export const planted   =  'text'\n" },
    says: /main\/film\/planted\.ts/,
  },
];

describe("the checks", () => {
  const results = new Map<string, { status: number | null; output: string }>();
  it.each(faults)("find $fault", ({ only, says }) => {
    // One run finds all faults of its check: what it says of one must not hide another.
    const { status, output } = results.get(only) ?? check(only);
    results.set(only, { status, output });
    expect(output).toMatch(says);
    expect(status).toBe(1);
  });
});
