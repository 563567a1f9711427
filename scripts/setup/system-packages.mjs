// Installs a program with the system's own package manager, where this user may without being asked for a password.
// Else it says in one line what the person can type.
import { foreground, quietly, which } from "./run.mjs";

const managers = [
  {
    name: "apt-get",
    platform: "linux",
    rights: true,
    refresh: ["update", "-qq"],
    args: ["install", "-y", "-qq", "--no-install-recommends"],
  },
  { name: "dnf", platform: "linux", rights: true, args: ["install", "-y"] },
  { name: "pacman", platform: "linux", rights: true, args: ["-Sy", "--noconfirm", "--needed"] },
  { name: "brew", platform: "darwin", rights: false, args: ["install"] },
  {
    name: "winget",
    platform: "win32",
    rights: false,
    args: ["install", "--silent", "--accept-source-agreements", "--accept-package-agreements", "--id"],
  },
];

function manager() {
  return managers.find((one) => one.platform === process.platform && which(one.name) !== undefined);
}

/** Who runs the package manager: nothing in front, sudo without a password, or undefined where a person must. */
function prefix(one) {
  if (!one.rights || process.getuid?.() === 0) return [];
  return which("sudo") !== undefined && quietly("sudo", ["-n", "true"]).ok ? ["sudo", "-n"] : undefined;
}

/** The manager of this machine with its packages for a program, or undefined; `names` maps a manager to its packages. */
function choose(names) {
  const one = manager();
  const packages = one === undefined ? undefined : names[one.name];
  return one === undefined || packages === undefined ? undefined : { one, packages };
}

/** The line that a person can type to install a program. */
export function howToInstall(names) {
  const chosen = choose(names);
  if (chosen === undefined) return undefined;
  const { one, packages } = chosen;
  const words = one.args.filter((word) => !/^--?(silent|accept|q|no)/.test(word));
  return [one.rights && process.getuid?.() !== 0 ? "sudo" : "", one.name, ...words, ...packages].filter((word) => word !== "").join(" ");
}

/** Tries to install; true where the package manager said yes. Its complaints go to the terminal. */
export async function installSystemPackages(names, what) {
  const chosen = choose(names);
  const front = chosen === undefined ? undefined : prefix(chosen.one);
  if (chosen === undefined || front === undefined) return false;
  const { one, packages } = chosen;
  console.error(`Installing ${what} with ${one.name} ...`);
  const run = (args) => {
    const [command, ...rest] = [...front, one.name, ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    return foreground(command, rest, { stdio: ["ignore", "ignore", "inherit"], env, shell: process.platform === "win32" });
  };
  // A stale package list is no reason to stop: the install below says whether it mattered.
  if (one.refresh) await run(one.refresh);
  return (await run([...one.args, ...packages])) === 0;
}
