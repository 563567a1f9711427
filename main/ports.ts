// What the studio's services need from the world, as arguments: a test passes its own, and no service
// takes time, randomness, paths or the desktop from the air.
import type { IdMaker } from "../shared/domain/ids.ts";

export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
}

export interface Logger {
  /** Fields carry ids, numbers and codes: never stories, prompts or tokens. */
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** Secrets outside of settings and databases: the keychain in the app, files of mode 0600 elsewhere. */
export interface Secrets {
  /** Where they are kept, for people: "the system keychain", or a folder. */
  place: string;
  /** Null where nothing is kept under the name. */
  read(name: string): Promise<string | null>;
  write(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}

export interface DesktopShell {
  /** Opens the folder with the file selected; false where there is no desktop. */
  showInFolder(file: string): Promise<boolean>;
}

/** A farm to talk to, as the host was told by its environment or the creator by the screen. */
export interface FarmAddress {
  url: string;
  /** True for the farm of this computer. */
  local: boolean;
  /** Reads the bearer token; null where there is none. A connection keeps the one that it began with until it ends. */
  token(): Promise<string | null>;
}

export interface StudioPorts {
  clock: Clock;
  ids: IdMaker;
  logger: Logger;
  secrets: Secrets;
  shell: DesktopShell;
  /** Folder that holds everything the studio keeps. */
  dataFolder: string;
  /** Folder of the product's own files (samples). */
  productFolder: string;
  /** Where finished films go until the creator chooses another folder. */
  exportFolder: string;
  /** The farm of this computer, where the host runs one. */
  localFarm: FarmAddress | null;
  /** process.env and process.platform outside of tests; for finding ffmpeg. */
  environment: Record<string, string | undefined>;
  platform: string;
  version: string;
  /** Name that approvals are recorded under. */
  userName: string;
  /** How many pieces and downloads may work at once: the machine's cores. */
  cores: number;
  /** This computer's name among those that share a disk; the system's own without it. */
  hostName?: string;
  /** Takes a library over from another computer that is not heard of any more. */
  takeOver?: boolean;
}
