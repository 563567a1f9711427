// A program of its own: starts a core over a data folder and says how long that took, for the library's benchmark.
import { ask, openStudio } from "./context.ts";

const began = performance.now();
const studio = await openStudio(process.argv[2] ?? "");
const started = performance.now();
const page = await ask(studio, "library", "page", {});
const paged = performance.now();
await ask(studio, "library", "page", { query: { stars: 5 } });
const filled = performance.now();
// Modules are read before: the whole is counted from the start of the program.
process.stdout.write(
  JSON.stringify({ whole: started, start: started - began, page: paged - started, filled: filled - paged, total: page.total }),
);
await studio.close();
