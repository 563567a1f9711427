import { readFile } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { inFolder } from "../studio.fixture.ts";
import { openDatabase } from "./database.ts";
import { cacheMigrations } from "./cache-schema.ts";
import { studioMigrations } from "./studio-schema.ts";

const first = ["CREATE TABLE a (x INTEGER) STRICT"];
const second = [...first, "ALTER TABLE a ADD COLUMN y INTEGER"];

test("a file of a newer version is refused and stays as it is, byte for byte", () =>
  inFolder(async (folder) => {
    const file = path.join(folder, "studio.db");
    openDatabase({ file, migrations: second, synchronous: "FULL" }).close();
    const before = await readFile(file);
    expect(() => openDatabase({ file, migrations: first, synchronous: "FULL" })).toThrow(
      expect.objectContaining({ code: "data_newer" }) as Error,
    );
    expect(await readFile(file)).toEqual(before);
  }));

test("before data is migrated a copy of the old version is written", () =>
  inFolder(async (folder) => {
    const file = path.join(folder, "studio.db");
    const old = openDatabase({ file, migrations: first, synchronous: "FULL" });
    old.prepare("INSERT INTO a (x) VALUES (42)").run();
    old.close();
    const migrated = openDatabase({ file, migrations: second, synchronous: "FULL" });
    expect(migrated.prepare("SELECT x, y FROM a").all()).toEqual([{ x: 42, y: null }]);
    migrated.close();
    const backup = new Database(`${file}.v1.backup`, { readonly: true });
    expect(backup.pragma("user_version", { simple: true })).toBe(1);
    expect(backup.prepare("SELECT * FROM a").all()).toEqual([{ x: 42 }]);
    backup.close();
  }));

test("a migration that fails leaves the file at the version before", () =>
  inFolder((folder) => {
    const file = path.join(folder, "studio.db");
    openDatabase({ file, migrations: first, synchronous: "FULL" }).close();
    expect(() => openDatabase({ file, migrations: [...first, "CREATE TABLE b (x INTEGER); NOT SQL"], synchronous: "FULL" })).toThrow();
    const database = new Database(file, { readonly: true });
    expect(database.pragma("user_version", { simple: true })).toBe(1);
    expect(database.prepare("SELECT name FROM sqlite_master WHERE name = 'b'").get()).toBeUndefined();
    database.close();
    return Promise.resolve();
  }));

test("what a person made is written in full before it is acknowledged; what the farm said may be asked for again", () =>
  inFolder((folder) => {
    const studio = openDatabase({ file: path.join(folder, "studio.db"), migrations: studioMigrations, synchronous: "FULL" });
    const cache = openDatabase({ file: path.join(folder, "cache.db"), migrations: cacheMigrations, synchronous: "NORMAL" });
    expect(studio.pragma("journal_mode", { simple: true })).toBe("wal");
    expect(studio.pragma("synchronous", { simple: true })).toBe(2);
    expect(cache.pragma("synchronous", { simple: true })).toBe(1);
    studio.close();
    cache.close();
    return Promise.resolve();
  }));
