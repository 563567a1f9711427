// What one may type after `npm run farm --`, and what the environment may set. An unknown option is an
// error that names it.
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Plan, plans } from "../credits/plans.ts";
import type { Decision } from "./cases.ts";
import type { LetterAction } from "./letters.ts";
import { settingsHelp } from "./settings.ts";
import { UsageError } from "./usage.ts";

/** What to do. */
export type FarmCommand =
  | { name: "help" }
  | { name: "run"; role: "all" | "coordinator" | "node"; port: number | null; data: string }
  | { name: "grant"; credits: number; data: string }
  | { name: "refund"; job: string; credits: number | null; reason: string; data: string }
  | { name: "plan"; email: string; plan: Plan; data: string }
  | { name: "invite"; uses: number; data: string }
  | { name: "cases"; id: string | null; data: string }
  | { name: "decide"; id: string; decision: Decision; reason: string; data: string }
  | { name: "letters"; action: LetterAction; data: string }
  | { name: "certificate"; id: string; data: string }
  | { name: "erase"; pseudonym: string; data: string }
  | { name: "check"; data: string }
  | { name: "backup"; to: string; data: string }
  | { name: "restore"; from: string; data: string }
  | { name: "verify"; data: string };

export const help = `npm run farm -- [--role all|coordinator|node] [--port N] [--data DIR]
npm run farm -- grant N [--data DIR]     gives the local owner N credits
npm run farm -- refund JOB [N] [--reason TEXT]  gives back what a job cost, all of it or N credits
npm run farm -- plan EMAIL NAME          puts an account on a plan: ${Object.keys(plans).join(", ")}
npm run farm -- invite [N] [--data DIR]  makes an invite code for N new accounts (1); it lasts 30 days
npm run farm -- cases [CASE] [--data DIR]  lists the open cases of blocks, or shows one with its text
npm run farm -- decide CASE upheld|released --reason TEXT  decides one: the block stays, or what it held goes out
npm run farm -- letters [--data DIR]     lists background work that was given up: mail, exports, retention, erasures
npm run farm -- letters retry ID|--all   tries it again; letters drop ID: forgets it
npm run farm -- erase HASH [--data DIR]  after a restore: erases the account again that a certificate names by this hash
npm run farm -- certificate ID [--data DIR]  shows the certificate of an erased account and checks its signature
npm run farm -- check [--data DIR]       holds the ledger's invariants over rows and files
npm run farm -- backup DIR [--data DIR]  saves database, files and secrets into a new folder, beside a running farm too
npm run farm -- restore DIR [--data DIR] makes a new data folder out of such a backup
npm run farm -- verify [--data DIR]      reads every stored file, and names what is missing, damaged or nobody's

  --role ROLE   all: database, coordinator and a node on this machine (the default)
                coordinator: without a node; node: a node that dials in to FARM_URL
  --port N      port on 127.0.0.1; 0 takes a free one (the default)
  --data DIR    the farm's data folder (FARM_DATA; ~/.local/share/ourvidz-farm)

Settings of the environment, and what stands where one is absent
${settingsHelp()}
`;

function count(text: string, what: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new UsageError(`${what} must be a whole number from ${least} to ${most}, not "${text}".`);
  return value;
}

const isUuid = (text: string) => /^[0-9a-f-]{36}$/.test(text);

function letterAction([what, id, ...more]: string[], all: boolean): LetterAction {
  if (what === undefined && !all) return { do: "list" };
  if (what === "retry" && more.length === 0 && (id === undefined) === all && (id === undefined || isUuid(id)))
    return { do: what, id: id ?? null };
  if (what === "drop" && more.length === 0 && !all && id !== undefined && isUuid(id)) return { do: what, id };
  throw new UsageError("Say what to do: npm run farm -- letters, letters retry ID, letters retry --all, or letters drop ID.");
}

/** Reads a command line. Relative folders stand for folders below `cwd`. Throws UsageError. */
export function parseCommand(args: string[], env: NodeJS.ProcessEnv, cwd: string): FarmCommand {
  const options = {
    role: { type: "string" },
    port: { type: "string" },
    data: { type: "string" },
    reason: { type: "string" },
    all: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  } as const;
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    const [sentence = ""] = (error as Error).message.split(". ");
    throw new UsageError(`${sentence.replace(/\.$/, "")}. npm run farm -- --help lists all options.`, { cause: error });
  }
  const { values, positionals } = parsed;
  if (values.help) return { name: "help" };
  const named = values.data ?? env.FARM_DATA;
  if (named === "") throw new UsageError("--data needs a folder.");
  const data = named === undefined ? join(env.XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "ourvidz-farm") : resolve(cwd, named);
  const [word, ...rest] = positionals;
  if (word === "grant") {
    if (rest.length !== 1) throw new UsageError("Say how many credits: npm run farm -- grant 100.");
    return { name: "grant", credits: count(rest[0] ?? "", "The number of credits", 1, 1_000_000), data };
  }
  if (word === "invite" && rest.length <= 1)
    return { name: "invite", uses: count(rest[0] ?? "1", "The number of accounts", 1, 10_000), data };
  if (word === "refund") {
    const [job = "", credits, ...more] = rest;
    if (!isUuid(job) || more.length > 0)
      throw new UsageError("Say which job: npm run farm -- refund JOB, with the job's id, and how many credits if not all.");
    const amount = credits === undefined ? null : count(credits, "The number of credits", 1, 1_000_000);
    return { name: "refund", job, credits: amount, reason: values.reason ?? "by the operator", data };
  }
  if (word === "plan") {
    const [email, name = "", ...more] = rest;
    if (email === undefined || !Object.hasOwn(plans, name) || more.length > 0)
      throw new UsageError(`Say whose plan and which: npm run farm -- plan EMAIL ${Object.keys(plans).join("|")}.`);
    return { name: "plan", email, plan: plans[name as keyof typeof plans], data };
  }
  if (word === "cases") {
    const [id = null, ...more] = rest;
    if ((id !== null && !isUuid(id)) || more.length > 0) throw new UsageError("Say which case by its id: npm run farm -- cases CASE.");
    return { name: "cases", id, data };
  }
  if (word === "decide") {
    const [id = "", decision = "", ...more] = rest;
    if (!isUuid(id) || (decision !== "upheld" && decision !== "released") || more.length > 0)
      throw new UsageError("Say which case and how: npm run farm -- decide CASE upheld|released --reason TEXT.");
    if (!values.reason) throw new UsageError("Say why with --reason: its owner reads it.");
    return { name: "decide", id, decision, reason: values.reason, data };
  }
  if (word === "letters") return { name: "letters", action: letterAction(rest, values.all === true), data };
  if (word === "erase") {
    const [pseudonym = "", ...more] = rest;
    if (!/^[0-9a-f]{32}$/.test(pseudonym) || more.length > 0)
      throw new UsageError("Say which account by the hash of its certificate: npm run farm -- erase HASH.");
    return { name: "erase", pseudonym, data };
  }
  if (word === "certificate") {
    const [id = "", ...more] = rest;
    if (!isUuid(id) || more.length > 0) throw new UsageError("Say which certificate by its id: npm run farm -- certificate ID.");
    return { name: "certificate", id, data };
  }
  if (word === "check" && rest.length === 0) return { name: "check", data };
  if (word === "backup" || word === "restore") {
    const [folder, ...more] = rest;
    if (!folder || more.length > 0) throw new UsageError(`Say which folder: npm run farm -- ${word} DIR.`);
    const path = resolve(cwd, folder);
    return word === "backup" ? { name: word, to: path, data } : { name: word, from: path, data };
  }
  if (word === "verify" && rest.length === 0) return { name: "verify", data };
  if (word !== undefined)
    throw new UsageError(`The farm does not know "${[word, ...rest].join(" ")}". npm run farm -- --help lists what it knows.`);
  const role = values.role ?? "all";
  if (role !== "all" && role !== "coordinator" && role !== "node")
    throw new UsageError(`--role must be all, coordinator or node, not "${role}".`);
  return { name: "run", role, port: values.port === undefined ? null : count(values.port, "--port", 0, 65_535), data };
}
