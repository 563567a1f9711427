// The farm's process: npm run farm -- --role all|coordinator|node. Prints one JSON line when it is ready,
// logs JSON lines to standard error, ends in order on SIGTERM and SIGINT.
import { join } from "node:path";
import process from "node:process";
import { CodedError } from "../shared/contract/errors.ts";
import { type Supervised, superviseAgent } from "./operations/agent-process.ts";
import { cases, decide } from "./operations/cases.ts";
import { backup } from "./operations/backup.ts";
import { type Coordinator, startCoordinator } from "./operations/coordinator.ts";
import { check, grant, invite, refund, setPlan } from "./operations/commands.ts";
import { eraseAgain } from "./operations/erase.ts";
import { certificate, letters } from "./operations/letters.ts";
import { lockData } from "./operations/lock.ts";
import { restore } from "./operations/restore.ts";
import { createLog } from "./operations/log.ts";
import { type FarmCommand, help, parseCommand } from "./operations/options.ts";
import { readSettings, type Settings } from "./operations/settings.ts";
import { UsageError } from "./operations/usage.ts";
import { verify } from "./operations/verify.ts";
import type { Logger } from "./ports.ts";

const graceToEnd = 9500;

/** Commands beside the farm say their result; of the database's coming and going they say nothing. */
const quiet: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Why the farm ends, and its exit code. */
interface End {
  reason: string;
  code: number;
}

type RunCommand = Extract<FarmCommand, { name: "run" }>;

/** Runs until a signal; resolves with the exit code. */
async function run(command: RunCommand, settings: Settings): Promise<number> {
  const log = createLog(2, settings.LOG_LEVEL);
  const { data, role } = command;
  const unlock = lockData(data);
  let coordinator: Coordinator | undefined;
  let agent: Supervised | undefined;
  const ended = new Promise<End>((end) => {
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => end({ reason: signal, code: 0 }));
    if (settings.FARM_PARENT) process.stdin.resume().once("close", () => end({ reason: "the parent is gone", code: 0 }));
    // A fault that nobody caught: what runs is stopped in order, and whoever started the farm starts it again.
    process.once("uncaughtException", (error) => {
      log.error("an error was not caught", { reason: error.stack ?? error.message });
      end({ reason: "a fault", code: 1 });
    });
  });
  // Also while it starts: then what is there by this time is left to the next start.
  const forced = ended.then(({ code }) =>
    setTimeout(() => {
      log.error("the farm could not end in order");
      process.exit(code === 0 ? 1 : code);
    }, graceToEnd),
  );
  if (role !== "node") {
    const { DATABASE_URL: databaseUrl, PUBLIC_URL: publicUrl, prices, identity } = settings;
    coordinator = await startCoordinator(
      {
        data,
        databaseUrl,
        publicUrl,
        prices,
        identity,
        port: command.port ?? settings.PORT ?? 0,
        localNode: role === "all",
        allowedHosts: settings.ALLOWED_HOSTS ?? [],
        metrics: { port: settings.METRICS_PORT, token: settings.METRICS_TOKEN },
      },
      log,
    );
  }
  if (role !== "coordinator") {
    const toFarm = coordinator ? { FARM_URL: coordinator.url, NODE_TOKEN_FILE: coordinator.nodeTokenFile } : {};
    if (!coordinator && (!settings.FARM_URL || !settings.NODE_TOKEN_FILE))
      throw new UsageError("A node needs FARM_URL and NODE_TOKEN_FILE. npm run farm -- --help says what they are.");
    agent = superviseAgent({ ...toFarm, NODE_DATA: join(data, "node") }, log);
  }
  const ready = coordinator ? { url: coordinator.url, tokenFile: coordinator.tokenFile } : {};
  process.stdout.write(`${JSON.stringify({ ready: true, ...ready, pid: process.pid })}\n`);

  const { reason, code } = await ended;
  log.info("the farm ends", { reason });
  await agent?.stop();
  await coordinator?.stop();
  unlock();
  clearTimeout(await forced);
  return code;
}

async function main(): Promise<number> {
  const command = parseCommand(process.argv.slice(2), process.env, process.env.INIT_CWD ?? process.cwd());
  switch (command.name) {
    case "help":
      process.stdout.write(help);
      return 0;
    case "run":
      return run(command, readSettings(process.env));
    case "grant":
      process.stdout.write(`${await grant(command.data, command.credits, process.env.DATABASE_URL, quiet)}\n`);
      return 0;
    case "invite":
      process.stdout.write(`${await invite(command.data, command.uses, process.env.DATABASE_URL, quiet)}\n`);
      return 0;
    case "refund":
      process.stdout.write(`${await refund(command.data, command, process.env.DATABASE_URL, quiet)}\n`);
      return 0;
    case "cases":
      process.stdout.write(`${await cases(command.data, command.id, process.env.DATABASE_URL, quiet)}\n`);
      return 0;
    case "decide":
      process.stdout.write(`${await decide(command.data, command, process.env.DATABASE_URL, quiet)}\n`);
      return 0;
    case "letters":
      process.stdout.write(`${await letters(command.data, command.action, process.env.DATABASE_URL, quiet)}\n`);
      return 0;
    case "erase":
      process.stdout.write(`${await eraseAgain(command.data, command.pseudonym, process.env.DATABASE_URL, quiet)}\n`);
      return 0;
    case "certificate":
      process.stdout.write(`${await certificate(command.data, command.id, process.env.DATABASE_URL, quiet)}\n`);
      return 0;
    case "plan":
      process.stdout.write(`${await setPlan(command.data, command.email, command.plan, process.env.DATABASE_URL, quiet)}\n`);
      return 0;
    case "verify": {
      const { lines, sound } = await verify(command.data, process.env.DATABASE_URL, quiet);
      process.stdout.write(`${lines.join("\n")}\n`);
      return sound ? 0 : 1;
    }
    case "backup": {
      const { DATABASE_URL: databaseUrl, BACKUP_PASSPHRASE: passphrase } = readSettings(process.env);
      process.stdout.write(`${(await backup(command.data, command.to, { databaseUrl, passphrase }, quiet)).join("\n")}\n`);
      return 0;
    }
    case "restore": {
      const { BACKUP_PASSPHRASE: passphrase } = readSettings(process.env);
      process.stdout.write(`${(await restore(command.from, command.data, passphrase)).join("\n")}\n`);
      return 0;
    }
    case "check": {
      const { lines, sound } = await check(command.data, process.env.DATABASE_URL, quiet);
      process.stdout.write(`${lines.join("\n")}\n`);
      return sound ? 0 : 1;
    }
  }
}

try {
  process.exit(await main());
} catch (error) {
  const sentence = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${sentence}\n`);
  if (!(error instanceof UsageError || error instanceof CodedError) && process.env.FARM_DEBUG) console.error(error);
  process.exit(error instanceof UsageError ? 2 : 1);
}
