import { spawn } from "node:child_process";
import { utimesSync } from "node:fs";
import { readdir, rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { inFolder, until } from "../studio.fixture.ts";
import { lockFolder } from "./lock.ts";

test("a second studio on the same folder is refused with the folder's path", () =>
  inFolder((folder) => {
    const lock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(
      expect.objectContaining({ code: "data_locked", message: expect.stringContaining(folder) as string }) as Error,
    );
    lock.release();
    lockFolder(folder).release();
    return Promise.resolve();
  }));

test("a studio that was killed outright leaves no lock behind", () =>
  inFolder(async (folder) => {
    const script = `import { lockFolder } from ${JSON.stringify(path.join(import.meta.dirname, "lock.ts"))};
      lockFolder(${JSON.stringify(folder)}); console.log("locked"); setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((resolve) => createInterface({ input: child.stdout }).once("line", resolve));
    expect(() => lockFolder(folder)).toThrow(expect.objectContaining({ code: "data_locked" }) as Error);
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    lockFolder(folder).release();
  }));

test("a folder that cannot be made is named, with the remedy", () =>
  inFolder(async (folder) => {
    const file = path.join(folder, "file");
    await writeFile(file, "no folder");
    const data = path.join(file, "data");
    expect(() => lockFolder(data)).toThrow(
      expect.objectContaining({ code: "output_not_writable", message: expect.stringContaining(data) as string }) as Error,
    );
  }));

/** A note as another computer leaves it, last renewed so many seconds ago. */
async function noteOf(folder: string, host: string, secondsAgo: number): Promise<void> {
  const file = path.join(folder, "opened-by.json");
  await writeFile(file, JSON.stringify({ token: "other", host, user: "mia", pid: 7, since: "2031-05-01T10:00:00.000Z" }));
  const time = new Date(Date.now() - secondsAgo * 1000);
  await utimes(file, time, time);
}

test("a library on a shared disk that another computer has open is refused with who and since when, and is not taken over", () =>
  inFolder(async (folder) => {
    await noteOf(folder, "studio-mac", 5);
    for (const takeOver of [false, true])
      expect(() => lockFolder(folder, { host: "desk", takeOver })).toThrow(
        expect.objectContaining({
          code: "data_locked",
          message: expect.stringMatching(/mia on the computer studio-mac, since 2031-05-01 10:00:00 UTC/) as string,
        }) as Error,
      );
  }));

test("one that is not heard of any more is taken over when asked for, and the one that wakes up learns of it", () =>
  inFolder(async (folder) => {
    let lost = 0;
    const first = lockFolder(folder, { host: "laptop", beatMs: 30, lost: () => (lost += 1) });
    // The other computer sees no lock of this one's system, only its note; the laptop sleeps.
    await rm(path.join(folder, "lock.db"), { force: true });
    const old = new Date(Date.now() - 600_000);
    const sleeping = lockFolder.bind(null, folder, { host: "desk" });
    utimesSync(path.join(folder, "opened-by.json"), old, old);
    expect(sleeping).toThrow(expect.objectContaining({ code: "data_locked", fields: [{ path: "takeOver", message: "laptop" }] }) as Error);
    utimesSync(path.join(folder, "opened-by.json"), old, old);
    const second = lockFolder(folder, { host: "desk", takeOver: true, beatMs: 30 });
    await until(() => lost === 1, "the laptop learns that it has lost the library");
    first.release();
    // What the laptop lets go is not the desk's.
    expect(() => lockFolder(folder, { host: "laptop" })).toThrow(expect.objectContaining({ code: "data_locked" }) as Error);
    second.release();
    lockFolder(folder, { host: "laptop" }).release();
    expect(await readdir(folder)).toEqual(["lock.db"]);
  }));
