// The library of shim.c, compiled where there is a C compiler.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/** Why there is no shim here; null where there is one. */
export const noShim = ((): string | null => {
  if (process.platform !== "linux") return "the shim is for Linux";
  try {
    execFileSync("cc", ["--version"], { stdio: "ignore" });
    return null;
  } catch {
    return "there is no C compiler";
  }
})();

/** Compiles the shim into a folder of its own that every user may read; `remove` takes it away again. */
export function compileShim(): { file: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "shim-"));
  const file = join(folder, "shim.so");
  execFileSync("chmod", ["755", folder]);
  execFileSync("cc", ["-O2", "-Wall", "-Werror", "-shared", "-fPIC", "-o", file, join(import.meta.dirname, "shim.c"), "-ldl"], {
    stdio: "pipe",
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
