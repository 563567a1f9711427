// npm run farm: the farm by itself. Sets up what is missing, then hands every option to gpu-server/farm.ts.
import { runProgram } from "./setup/program.mjs";

await runProgram("gpu-server/farm.ts");
