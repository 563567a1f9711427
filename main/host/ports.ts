// The ports of a core that runs outside of Electron: real clock and ids, files for secrets, the system's
// own data folder, log lines of JSON on stderr.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { availableParallelism, homedir, userInfo } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createIdMaker } from "../../shared/domain/ids.ts";
import { fileSecrets } from "../library/secrets.ts";
import { lineLogger } from "./log.ts";
import type { FarmAddress, Logger, StudioPorts } from "../ports.ts";

type Environment = Record<string, string | undefined>;

/** The data folder: STUDIO_DATA, else the place where the operating system wants a user's data. */
export function dataFolderOf(environment: Environment, platform: string, home: string, cwd: string): string {
  const named = environment.STUDIO_DATA;
  if (named) return path.resolve(cwd, named);
  if (platform === "darwin") return path.join(home, "Library", "Application Support", "OurVidz Studio");
  if (platform === "win32") return path.join(environment.APPDATA ?? path.join(home, "AppData", "Roaming"), "OurVidz Studio");
  return path.join(environment.XDG_DATA_HOME ?? path.join(home, ".local", "share"), "ourvidz-studio");
}

/** The farm that the launcher started on this computer: STUDIO_FARM_URL and STUDIO_FARM_TOKEN_FILE. */
function localFarmOf(environment: Environment): FarmAddress | null {
  const url = environment.STUDIO_FARM_URL;
  const file = environment.STUDIO_FARM_TOKEN_FILE;
  if (!url) return null;
  return {
    url,
    local: true,
    token: async () => (file ? (await readFile(file, "utf8").catch(() => "")).trim() || null : null),
  };
}

/** The folder of the product's own files: of the source here, of the bundle one level higher. */
export function productFolderOf(moduleUrl: string): string {
  const folder = path.dirname(fileURLToPath(moduleUrl));
  return path.basename(folder) === "dist" ? path.dirname(folder) : path.resolve(folder, path.basename(folder) === "main" ? ".." : "../..");
}

async function desktopOpener(file: string, platform: string, environment: Environment): Promise<boolean> {
  const [command, args]: [string, string[]] =
    platform === "darwin"
      ? ["open", ["-R", file]]
      : platform === "win32"
        ? ["explorer.exe", [`/select,${file}`]]
        : ["xdg-open", [path.dirname(file)]];
  if (platform === "linux" && !environment.DISPLAY && !environment.WAYLAND_DISPLAY) return false;
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "ignore", detached: true });
    child.once("error", () => resolve(false));
    child.once("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
}

/** Real ports over `environment`. `dataFolder` replaces the one of the environment. */
export function nodePorts(from: {
  environment: Environment;
  platform: string;
  productFolder: string;
  version: string;
  dataFolder?: string | undefined;
  logger?: Logger | undefined;
}): StudioPorts {
  const { environment, platform } = from;
  const home = homedir();
  const dataFolder = from.dataFolder ?? dataFolderOf(environment, platform, home, process.cwd());
  const clock = { now: () => Date.now() };
  return {
    clock,
    ids: createIdMaker({ now: clock.now, randomBytes }),
    logger: from.logger ?? lineLogger((line) => void process.stderr.write(line), clock.now),
    secrets: fileSecrets(path.join(dataFolder, "secrets")),
    shell: { showInFolder: (file) => desktopOpener(file, platform, environment) },
    dataFolder,
    productFolder: from.productFolder,
    exportFolder: path.join(dataFolder, "exports"),
    localFarm: localFarmOf(environment),
    environment,
    platform,
    version: from.version,
    userName: nameOfUser(),
    cores: Math.max(1, availableParallelism()),
    ...(environment.STUDIO_TAKE_OVER === "1" ? { takeOver: true } : {}),
  };
}

function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return "me";
  }
}
