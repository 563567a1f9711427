// Compiles the kernel into binary.ts: node shared/media/draft/kernel/build.ts. The result is committed as text, so that a
// bundler carries it like any module; a test rebuilds it and compares.
import { writeFile } from "node:fs/promises";
import wabt from "wabt";
import { kernelText } from "./source.ts";

/** The text of binary.ts. */
export async function buildKernel(): Promise<string> {
  const tools = await wabt();
  const parsed = tools.parseWat("kernel.wat", kernelText, { simd: true });
  parsed.validate();
  const base64 = Buffer.from(parsed.toBinary({}).buffer).toString("base64");
  const lines = base64.match(/.{1,128}/g) ?? [];
  return [
    "// The compiled kernel, made from source.ts by build.ts. Not written by hand.",
    "",
    "export const kernelBase64 = [",
    ...lines.map((line) => `  "${line}",`),
    '].join("");',
    "",
  ].join("\n");
}

if (import.meta.main) await writeFile(new URL("binary.ts", import.meta.url), await buildKernel());
