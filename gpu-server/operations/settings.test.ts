// Settings: what they are without a word, what each mistake is told, and that the operator's page tells of all.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { localIdentity } from "./identity-settings.ts";
import { readSettings, settingsTable } from "./settings.ts";
import { UsageError } from "./usage.ts";

test("a farm of this machine is open; one with a public address takes accounts by invitation", () => {
  expect(readSettings({})).toEqual({ prices: "shipped", identity: localIdentity });
  expect(readSettings({ PUBLIC_URL: "https://farm.example.com" }).identity.signUp).toBe("invite");
  expect(readSettings({ PUBLIC_URL: "https://farm.example.com", SIGN_UP: "open" }).identity.signUp).toBe("open");
});

test("lists are read with or without blanks; an empty setting is absent", () => {
  const read = readSettings({
    ALLOWED_REGIONS: "de, FR,",
    STUDIO_ORIGINS: "https://studio.example.com, http://127.0.0.1:8080",
    TRUST_PROXY: "loopback, 10.0.0.0/8, ::1",
    DATABASE_URL: "",
    METRICS_PORT: "9100",
  });
  expect(read.identity).toMatchObject({
    regions: ["DE", "FR"],
    trustedOrigins: ["https://studio.example.com", "http://127.0.0.1:8080"],
    trustProxy: "loopback,10.0.0.0/8,::1",
  });
  expect(read).toMatchObject({ METRICS_PORT: 9100 });
  expect(read.DATABASE_URL).toBeUndefined();
});

test.each([
  ["SIGN_UP", "maybe"],
  ["ALLOWED_REGIONS", "Germany"],
  ["ALLOWED_HOSTS", "https://farm.example.com"],
  ["STUDIO_ORIGINS", "https://studio.example.com/path"],
  ["STUDIO_ORIGINS", "studio"],
  ["TRUST_PROXY", "10.0.0.0/64"],
  ["TRUST_PROXY", "everyone"],
  ["SMTP_URL", "mail.example.com"],
  ["SMTP_URL", "https://user:hunter2@mail.example.com"],
  ["DATABASE_URL", "mysql://user:hunter2@host/name"],
  ["PUBLIC_URL", "farm.example.com"],
  ["METRICS_TOKEN", "hunter2"],
  ["METRICS_PORT", "70000"],
  ["PORT", "-1"],
  ["LOG_LEVEL", "loud"],
  ["FARM_PRICES", "free"],
  ["FARM_PARENT", "yes"],
  ["BACKUP_DAYS", "a month"],
])("%s=%s is refused by a sentence that names the setting, and no secret", (name, value) => {
  const read = () => readSettings({ [name]: value });
  expect(read).toThrow(UsageError);
  expect(read).toThrow(new RegExp(`^${name} .*\\.$`));
  expect(read).not.toThrow(/hunter2/);
});

test("all mistakes are said at once", () => {
  const read = () => readSettings({ PORT: "x", SIGN_UP: "maybe", LOG_LEVEL: "loud" });
  for (const name of ["3 settings", "PORT", "SIGN_UP", "LOG_LEVEL"]) expect(read).toThrow(name);
});

test("a name that is nearly a setting's is told which is meant; others are left alone", () => {
  expect(() => readSettings({ FARM_PRICE: "test" })).toThrow("There is no setting FARM_PRICE. FARM_PRICES is meant");
  expect(() => readSettings({ METRICS_TOKENS: "x" })).toThrow("METRICS_TOKEN is meant");
  readSettings({ NODE_ENV: "test", NODE_OPTIONS: "", NODE_PATH: "/x", NODE_DATA: "/x", NODE_STOP_WITH_STDIN: "1", FARM_MUTANT: "x" });
});

test("the operator's page has a row for every setting and for nothing else", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/operating.md"), "utf8");
  const rows = [...page.matchAll(/^\| `([A-Z_]+)` +\| (.*?) +\| (.*?) +\|$/gm)].map(([, name = "", about = "", absent = ""]) => ({
    name,
    about,
    absent,
  }));
  const wanted = Object.entries(settingsTable).map(([name, { about, absent }]) => ({ name, about, absent }));
  expect(rows).toEqual(wanted.map((row) => ({ ...row, absent: row.absent.replaceAll("<data>", "`<data>`") })));
});
