// npm run lint (and typecheck): every check that fails a build, with exit code 1 where one does.
import { runChecks } from "./setup/checks.mjs";
import { readOptions } from "./setup/options.mjs";
import { setUp } from "./setup/program.mjs";

const options = readOptions({
  command: "npm run lint --",
  about: "types, lint, format, boundaries and unused code",
  options: {
    only: { type: "string", value: "NAME", text: "only the checks whose name starts so: types, lint, format, boundaries, unused" },
  },
});
await setUp();
const results = await runChecks({ only: options.only });
if (results.length === 0) console.error(`There is no check called ${options.only}.`);
process.exitCode = results.length > 0 && results.every((result) => result.ok) ? 0 : 1;
