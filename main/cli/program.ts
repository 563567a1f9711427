// What the small programs of the command line share: options with clear mistakes, ports, errors as sentences.
import path from "node:path";
import { parseArgs } from "node:util";
import { errorBodyOf } from "../../shared/contract/errors.ts";
import { codedErrorOf } from "../errors.ts";
import { lineLogger } from "../host/log.ts";
import { nodePorts, productFolderOf } from "../host/ports.ts";
import type { StudioPorts } from "../ports.ts";
import { versionOf } from "../version.ts";
import { UsageError } from "./options.ts";

type Values = Record<string, string | boolean | undefined>;

interface Program {
  help: string;
  options: Record<string, { type: "string" | "boolean" }>;
  /** Whether it takes words that are no options. */
  words?: boolean;
  /** Returns the exit code. Throws UsageError for a wrong command line, CodedError for what cannot be done. */
  run: (values: Values, ports: StudioPorts, words: string[]) => Promise<number>;
}

/** Runs a program on the library of --data (STUDIO_DATA) and ends the process with its exit code. */
export function runProgram(program: Program): void {
  main(program).then(
    (code) => process.exit(code),
    (thrown: unknown) => {
      const usage = thrown instanceof UsageError;
      process.stderr.write(`${usage ? thrown.message : errorBodyOf(codedErrorOf(thrown)).message}\n`);
      process.exit(usage ? 2 : 1);
    },
  );
}

async function main({ help, options, run, words = false }: Program): Promise<number> {
  const all = { ...options, data: { type: "string" as const }, help: { type: "boolean" as const } };
  let values: Values;
  let positionals: string[];
  try {
    ({ values, positionals } = parseArgs({ options: all, strict: true, allowPositionals: words }));
  } catch (error) {
    const word = /'([^']+)'/.exec(error instanceof Error ? error.message : "")?.[1] ?? "";
    throw new UsageError(
      `There is no option ${word}. It knows: ${Object.keys(all)
        .map((name) => `--${name}`)
        .join(", ")}.`,
    );
  }
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  const productFolder = productFolderOf(import.meta.url);
  const ports = nodePorts({
    environment: process.env,
    platform: process.platform,
    productFolder,
    version: versionOf(productFolder),
    dataFolder: typeof values.data === "string" ? path.resolve(values.data) : undefined,
    logger: lineLogger(
      () => undefined,
      () => Date.now(),
    ),
  });
  return run(values, ports, positionals);
}
