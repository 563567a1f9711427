// The system user that PostgreSQL runs as. PostgreSQL refuses to run as root, so root hands it to
// `postgres`, made where missing; everybody else runs it as themselves.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Numeric ids of a system user. */
export interface SystemUser {
  uid: number;
  gid: number;
}

async function find(name: string): Promise<SystemUser | null> {
  const passwd = await readFile("/etc/passwd", "utf8");
  const line = passwd.split("\n").find((candidate) => candidate.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

/** The user for PostgreSQL's processes; null when this process is not root and runs them itself. */
export async function databaseUser(): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null;
  const known = await find("postgres");
  if (known) return known;
  const makers: [string, string[]][] = [
    ["useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"]],
    ["adduser", ["-S", "-D", "-H", "-s", "/sbin/nologin", "postgres"]],
  ];
  for (const [command, args] of makers) {
    await run(command, args).catch(() => undefined);
    const made = await find("postgres");
    if (made) return made;
  }
  throw new Error(
    "PostgreSQL does not run as root, and the user postgres could not be made. Create it (useradd --system postgres), or start the farm as a plain user.",
  );
}
