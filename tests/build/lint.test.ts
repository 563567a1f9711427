// The checks fail a build: each kind of fault, planted in a copy of the sources, is found by name.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const copy = mkdtempSync(path.join(tmpdir(), "studio-lint-"));

beforeAll(() => {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  for (const file of listed.split("\0").filter((name) => name !== "")) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(copy, file), { force: true });
  }
  for (const modules of ["node_modules", "gpu-server/node_modules"]) {
    if (existsSync(path.join(root, modules))) symlinkSync(path.join(root, modules), path.join(copy, modules), "junction");
  }
});

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

/** Runs one check on the copy with some files planted in it; the plants are gone afterwards. */
function check(only: string, plants: Record<string, string>): { status: number | null; output: string } {
  for (const [file, text] of Object.entries(plants)) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    writeFileSync(path.join(copy, file), text);
  }
  const result = spawnSync(process.execPath, ["scripts/lint.mjs", "--only", only], { cwd: copy, encoding: "utf8" });
  for (const file of Object.keys(plants)) rmSync(path.join(copy, file));
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
      "shared/domain/planted.ts": "export const used = 1;\nexport const plantedAndUnused = 2;\n",
      "main/cli/planted.ts": 'import { used } from "../../shared/domain/planted.ts";\nconsole.log(used);\n',
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
    plants: { "main/film/planted.ts": "export const planted = document.title;\n" },
    says: /main\/film\/planted\.ts.*document/,
  },
  {
    fault: "a file that is not in the one format",
    only: "format",
    plants: { "main/film/planted.ts": "export const planted   =  'text'\n" },
    says: /main\/film\/planted\.ts/,
  },
];

describe("the checks", () => {
  it.each(faults)("find $fault", ({ only, plants, says }) => {
    const { status, output } = check(only, plants);
    expect(output).toMatch(says);
    expect(status).toBe(1);
  });
});
