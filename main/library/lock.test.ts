import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { inFolder } from "../studio.fixture.ts";
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
