// Where things are: the checkout, the studio's data folder, the cache.
// The data folder is STUDIO_DATA where set, else the place where the operating system wants a user's data.
import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of this checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The folder in which the person typed the command: npm changes into the root and leaves it in INIT_CWD. */
export const typedIn = process.env.INIT_CWD ?? process.cwd();

/** The folder that holds the studio's library, settings and logs. */
export function dataFolder(env = process.env, platform = process.platform, home = homedir()) {
  const named = env.STUDIO_DATA;
  if (named) return isAbsolute(named) ? named : resolve(typedIn, named);
  if (platform === "darwin") return join(home, "Library", "Application Support", "OurVidz Studio");
  if (platform === "win32") return join(env.APPDATA ?? join(home, "AppData", "Roaming"), "OurVidz Studio");
  return join(env.XDG_DATA_HOME ?? join(home, ".local", "share"), "ourvidz-studio");
}

/** The folder for what can be fetched again. */
export function cacheFolder(env = process.env, platform = process.platform, home = homedir()) {
  if (platform === "darwin") return join(home, "Library", "Caches", "OurVidz Studio");
  if (platform === "win32") return join(env.LOCALAPPDATA ?? join(home, "AppData", "Local"), "OurVidz Studio", "Cache");
  return join(env.XDG_CACHE_HOME ?? join(home, ".cache"), "ourvidz-studio");
}
