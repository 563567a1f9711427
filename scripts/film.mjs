// npm run film: from a story to a film without a screen. Sets up what is missing, then hands every option to main/cli/film.ts.
import { runProgram } from "./setup/program.mjs";

await runProgram("main/cli/film.ts");
