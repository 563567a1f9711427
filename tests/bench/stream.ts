// The job stream: event delay, CPU and memory with a thousand clients, their return after a kill -9, and idle sockets.
// Run: npm run bench:stream -- [--quick] [--json FILE]
import process from "node:process";
import { report } from "./print/report.ts";
import { streamRows } from "./streaming/rows.ts";

report("stream", await streamRows(process.argv.includes("--quick")), process.argv);
process.exit(0);
