// Every setting of the farm that the environment may hold: what it is for, what it may be, and how a mistake
// is mended. Read once at the start; all mistakes are said at once. docs/operating.md has the same table.
import { isIP } from "node:net";
import { z } from "zod";
import { priceLists, type PriceListName } from "../../shared/domain/credits.ts";
import { signUpModes } from "../identity/admission.ts";
import { type IdentitySettings, localIdentity } from "./identity-settings.ts";
import { logLevels } from "./log.ts";
import { UsageError } from "./usage.ts";

const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);
const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, `must be one of: ${values.join(", ")}`);
const flag = z.enum(["0", "1"], "must be 1 or 0").transform((text) => text === "1");
const port = z
  .string()
  .regex(/^\d{1,5}$/, "must be a number from 0 to 65535")
  .transform(Number)
  .refine((number) => number <= 65_535, "must be a number from 0 to 65535");
const url = (schemes: RegExp, example: string) =>
  z.string().refine((text) => URL.canParse(text) && schemes.test(new URL(text).protocol), `must be an address like ${example}`);
const plain = z.string();

/** True for an address, a network like 10.0.0.0/8, and the names that stand for the machine's and private ones. */
function isProxy(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  if (["loopback", "linklocal", "uniquelocal"].includes(text)) return true;
  const widest = isIP(address) === 4 ? 32 : 128;
  return isIP(address) > 0 && more.length === 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= widest));
}

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;
const isHost = (text: string) => /^[a-z0-9.-]+$/i.test(text) || /^\[[0-9a-f:]+\]$/i.test(text);
const every = (check: (part: string) => boolean, wanted: string) =>
  list.superRefine((parts, context) => {
    for (const part of parts.filter((each) => !check(each)))
      context.addIssue({ code: "custom", message: `takes ${wanted}, not "${part.slice(0, 80)}"` });
  });

/** A setting: for whom, in words, and how it is read. */
interface Setting<Shape extends z.ZodType = z.ZodType> {
  /** What of the farm reads it. */
  of: "farm" | "node" | "both";
  about: string;
  /** What stands where it is absent, in words. */
  absent: string;
  shape: Shape;
  /** Its value is never repeated. */
  secret?: true;
}
const setting = <Shape extends z.ZodType>(
  of: Setting["of"],
  about: string,
  absent: string,
  shape: Shape,
  secret?: true,
): Setting<Shape> => ({
  of,
  about,
  absent,
  shape,
  ...(secret ? { secret } : {}),
});

const priceListNames = Object.keys(priceLists) as [PriceListName, ...PriceListName[]];

export const settingsTable = {
  PORT: setting("farm", "port on 127.0.0.1, where --port is not given", "0: a free one", port),
  FARM_DATA: setting("both", "the data folder, where --data is not given", "~/.local/share/ourvidz-farm", plain),
  DATABASE_URL: setting(
    "farm",
    "a PostgreSQL 15 or newer instead of the built-in one",
    "the built-in one",
    url(/^postgres(ql)?:$/, "postgres://user:password@host/name"),
    true,
  ),
  PUBLIC_URL: setting(
    "farm",
    "address that clients reach the farm by, where it stands behind a proxy",
    "http://127.0.0.1 and the port",
    url(/^https?:$/, "https://farm.example.com"),
  ),
  ALLOWED_HOSTS: setting(
    "farm",
    "more names that requests may call the farm by, with commas",
    "this machine's and PUBLIC_URL's",
    every(isHost, "names like farm.example.com"),
  ),
  TRUST_PROXY: setting(
    "farm",
    "proxies that may say a client's address: addresses or networks with commas, or loopback",
    "none",
    every(isProxy, "addresses, networks like 10.0.0.0/8, or loopback"),
  ),
  SIGN_UP: setting("farm", "who may make an account: open, invite or closed", "open; invite with PUBLIC_URL", oneOf(signUpModes)),
  ALLOWED_REGIONS: setting(
    "farm",
    "countries that accounts may come from, like DE,FR,NL",
    "everywhere",
    every((part) => /^[A-Za-z]{2}$/.test(part), "countries of two letters, like DE,FR"),
  ),
  STUDIO_ORIGINS: setting(
    "farm",
    "origins of studios in a browser that may sign in, with commas",
    "the desktop studio alone",
    every(isOrigin, "origins like https://studio.example.com"),
  ),
  SMTP_URL: setting(
    "farm",
    "mail server, like smtps://user:password@host",
    "letters go to <data>/mail/*.eml",
    url(/^smtps?:$/, "smtps://user:password@host"),
    true,
  ),
  MAIL_FROM: setting("farm", "sender of letters", localIdentity.mailFrom, plain),
  BACKUP_DAYS: setting(
    "farm",
    "days that backups are kept at most: a certificate of erasure says so",
    String(localIdentity.backupDays),
    z
      .string()
      .regex(/^\d{1,4}$/, "must be a number of days from 0 to 9999")
      .transform(Number),
  ),
  BACKUP_PASSPHRASE: setting(
    "farm",
    "encrypts the secrets in backups, and opens them at a restore",
    "they lie in the backup as they are",
    plain,
    true,
  ),
  LOG_LEVEL: setting("farm", "debug (a line for each request), info, warn, error or silent", "info", oneOf(logLevels)),
  METRICS_PORT: setting("farm", "port on 127.0.0.1 that shows /metrics", "no such port", port),
  METRICS_TOKEN: setting(
    "farm",
    "bearer token that shows /metrics on the farm's own port",
    "/metrics is not there",
    z.string().min(16, "must have at least 16 characters"),
    true,
  ),
  FARM_PRICES: setting("farm", "price list: shipped (draft is free) or test (draft costs like fast)", "shipped", oneOf(priceListNames)),
  FARM_PARENT: setting("both", "1: the farm ends when its standard input closes", "0", flag),
  FARM_DEBUG: setting("both", "1: commands that fail print where", "0", flag),
  FFMPEG_PATH: setting("node", "the ffmpeg that nodes use", "the one on the path", plain),
  FARM_URL: setting(
    "node",
    "role node: address of the coordinator",
    "the farm of this machine",
    url(/^https?:$/, "https://farm.example.com"),
  ),
  NODE_TOKEN_FILE: setting("node", "role node: file with the farm's node token", "<data>/secrets/node-token", plain),
  NODE_NAME: setting("node", "name of the node", "the machine's name", plain),
  NODE_ENGINES: setting("node", "engines of the node, with commas", "draft", plain),
  NODE_SPOOL: setting("node", "folder for files in the making", "memory, where the machine has /dev/shm", plain),
  NODE_INPUT_BYTES: setting("node", "bytes of files that its jobs may be made from at once", "2147483648", plain),
} as const satisfies Record<string, Setting>;

type Table = typeof settingsTable;
type Read = { [Name in keyof Table]: z.output<Table[Name]["shape"]> | undefined };

/** What the farm is set to. */
export interface Settings extends Read {
  prices: PriceListName;
  identity: IdentitySettings;
}

/** The fewest changes of a letter that make `a` into `b`. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Names that look like a setting's and are none: its misspelling would be silently without effect. */
function misspelled(env: NodeJS.ProcessEnv): string[] {
  const names = Object.keys(settingsTable);
  return Object.keys(env)
    .filter((name) => /^(FARM|NODE|METRICS|SMTP|BACKUP)_/.test(name) && !names.includes(name))
    .flatMap((name) => {
      const [meant] = names.filter((known) => distance(name, known) <= 2).sort((a, b) => distance(name, a) - distance(name, b));
      return meant === undefined ? [] : [`There is no setting ${name}. ${meant} is meant, it seems: rename it, or unset it.`];
    });
}

function mistakeOf(name: string, text: string, { about, absent, secret }: Setting, issues: readonly { message: string }[]): string[] {
  const shown = secret || text.length > 80 ? "" : `, not "${text}"`;
  return issues.map(
    ({ message }) => `${name} ${message}${message.includes(", not ") ? "" : shown} (${about}). Mend it, or leave it out: then ${absent}.`,
  );
}

/** Reads all settings; an empty one is absent. Throws UsageError with a sentence for each mistake. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const mistakes = misspelled(env);
  const read: Record<string, unknown> = {};
  for (const [name, one] of Object.entries<Setting>(settingsTable)) {
    const text = env[name];
    if (text === undefined || text === "") continue;
    const parsed = one.shape.safeParse(text);
    if (parsed.success) read[name] = parsed.data;
    else mistakes.push(...mistakeOf(name, text, one, parsed.error.issues));
  }
  if (mistakes.length > 0)
    throw new UsageError(
      mistakes.length === 1 ? String(mistakes[0]) : `${mistakes.length} settings cannot be used:\n- ${mistakes.join("\n- ")}`,
    );
  const values = read as Read;
  const proxies = values.TRUST_PROXY ?? [];
  return {
    ...values,
    prices: values.FARM_PRICES ?? "shipped",
    identity: {
      signUp: values.SIGN_UP ?? (values.PUBLIC_URL === undefined ? "open" : "invite"),
      regions: (values.ALLOWED_REGIONS ?? []).map((region) => region.toUpperCase()),
      trustedOrigins: values.STUDIO_ORIGINS ?? [],
      trustProxy: proxies.length > 0 && proxies.join(","),
      smtpUrl: values.SMTP_URL,
      mailFrom: values.MAIL_FROM ?? localIdentity.mailFrom,
      backupDays: values.BACKUP_DAYS ?? localIdentity.backupDays,
    },
  };
}

/** The table for --help. */
export function settingsHelp(): string {
  const width = Math.max(...Object.keys(settingsTable).map((name) => name.length));
  return Object.entries<Setting>(settingsTable)
    .map(([name, { about, absent }]) => `  ${name.padEnd(width)}  ${about} (${absent})`)
    .join("\n");
}
