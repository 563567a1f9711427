// npm run format: writes every file in the one format (.prettierrc.json).
import { join } from "node:path";
import { node24, programEnv } from "./setup/node24.mjs";
import { root } from "./setup/paths.mjs";
import { setUp } from "./setup/program.mjs";
import { foreground } from "./setup/run.mjs";

await setUp();
const prettier = join(root, "node_modules", "prettier", "bin", "prettier.cjs");
process.exitCode = await foreground(node24(), [prettier, "--write", "--log-level=warn", "."], { cwd: root, env: programEnv() });
