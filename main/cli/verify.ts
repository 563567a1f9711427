// Checks the library: every file against its hash, both databases by SQLite itself: node main/cli/verify.ts [--data DIR].
import { existsSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { openBlobs } from "../library/blobs.ts";
import { lockFolder } from "../library/lock.ts";
import { counted } from "../words.ts";
import { runProgram } from "./program.ts";

runProgram({
  help: "Checks every file of the library against its hash, and the databases.\n\n  --data DIR  data folder (STUDIO_DATA)\n\nExit code 1 when something is damaged.\n",
  options: {},
  async run(_values, { dataFolder }) {
    const lock = lockFolder(dataFolder);
    try {
      const { checked, damaged } = await (await openBlobs(path.join(dataFolder, "blobs"))).verify();
      const broken = ["studio.db", "cache.db"].filter((name) => {
        const file = path.join(dataFolder, "library", name);
        return existsSync(file) && !isSound(file);
      });
      process.stdout.write(
        `${counted(checked, "file")} checked, ${damaged.length} damaged; databases ${broken.length === 0 ? "sound" : `damaged: ${broken.join(", ")}`}.\n`,
      );
      for (const hash of damaged) process.stdout.write(`Damaged: ${hash}. Render its shot again, or draw it anew by changing it.\n`);
      return damaged.length + broken.length === 0 ? 0 : 1;
    } finally {
      lock.release();
    }
  },
});

function isSound(file: string): boolean {
  try {
    const database = new Database(file);
    const answer = database.pragma("integrity_check", { simple: true });
    database.close();
    return answer === "ok";
  } catch {
    return false;
  }
}
