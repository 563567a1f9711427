// The verify command finds each sort of damage on a real farm's files and names the file; a whole farm passes.
import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createIdMaker } from "../../shared/domain/ids.ts";
import { type TestDatabase, silentLog, testDatabase } from "../database/testing.ts";
import { hashOf, picture, tusClient } from "../uploads/testing.ts";
import { startCoordinator } from "./coordinator.ts";
import { verify } from "./verify.ts";

const data = mkdtempSync(join(tmpdir(), "farm-verify-"));
const newId = createIdMaker({ now: () => Date.now(), randomBytes });
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  const farm = await startCoordinator(
    { data, port: 0, databaseUrl: database.url, publicUrl: undefined, prices: "test", localNode: true },
    silentLog,
  );
  const tus = tusClient(farm.url, readFileSync(farm.tokenFile, "utf8").trim());
  for (const side of [150, 151, 152]) await tus.bring(await picture(side));
  for (const side of [160, 161]) {
    const bytes = await picture(side);
    await tus.patch((await tus.create(bytes)).headers.get("location") ?? "", 0, bytes.subarray(0, 66_000));
  }
  await farm.stop();
});
afterAll(async () => {
  await database.close();
  rmSync(data, { recursive: true });
});

const filesIn = (folder: string, ending: string) =>
  readdirSync(join(data, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(data, folder, name))
    .sort();
const idOf = (file: string) => basename(file).split(".")[0] ?? "";
const run = () => verify(data, database.url, silentLog);

test("a whole farm passes; each damage is found, named, and ends the command with an exit code", async () => {
  expect(await run()).toMatchObject({
    sound: true,
    lines: [expect.stringMatching(/^0 artifacts, 3 inputs and 2 uploads were read, \d+ bytes/)],
  });
  const [flipped = "", missing = "", swapped = ""] = filesIn("artifacts", ".ovza");
  const [headless = "", whole = ""] = filesIn("uploads", ".ovzu");
  const bytes = readFileSync(flipped);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(flipped, bytes);
  const other = readFileSync(missing);
  rmSync(missing);
  writeFileSync(swapped, other);
  writeFileSync(headless, randomBytes(500));
  const stray = newId<"artifact">();
  writeFileSync(join(dirname(flipped), `${stray}.ovza`), other);
  const strayUpload = newId<"upload">();
  writeFileSync(join(dirname(whole), `${strayUpload}.ovzu`), readFileSync(whole));
  const { lines, sound } = await run();
  expect(sound).toBe(false);
  expect(lines.slice(0, -1).sort()).toEqual(
    [
      `input ${idOf(flipped)} is damaged`,
      `input ${idOf(missing)} is missing`,
      `input ${idOf(swapped)} is damaged`,
      `upload ${idOf(headless)} is missing or does not open`,
      `file ${stray} belongs to no row; retention removes it when it is a day old`,
      `file ${strayUpload} belongs to no row; retention removes it when it is a day old`,
    ].sort(),
  );
  const farm = join(import.meta.dirname, "../farm.ts");
  const command = spawnSync(process.execPath, [farm, "verify", "--data", data], { env: { ...process.env, DATABASE_URL: database.url } });
  expect([command.status, command.stdout.toString().trim().split("\n").at(-1)]).toEqual([1, lines.at(-1)]);
  expect(execFileSync(process.execPath, [farm, "--help"]).toString()).toContain("npm run farm -- verify");
});

test("a row that names another hash than its file has is found", async () => {
  const owner = database.open(null, 1);
  const [row] = await owner.query<{ file_id: string }>(
    "update input_file set sha256 = $1 where file_id = (select max(file_id::text)::uuid from input_file) returning file_id",
    [hashOf(Buffer.from("other"))],
  );
  expect((await run()).lines.some((line) => line.startsWith(`input ${row?.file_id}`))).toBe(true);
});
