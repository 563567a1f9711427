// The data folder as the launchers know it: STUDIO_DATA, else the place where the system wants a user's data.
import path from "node:path";

export function dataFolder(from: { environment: Record<string, string | undefined>; platform: string; home: string }): string {
  const { environment, platform, home } = from;
  const named = environment["STUDIO_DATA"];
  if (named) return path.resolve(named);
  if (platform === "darwin") return path.join(home, "Library", "Application Support", "OurVidz Studio");
  if (platform === "win32") return path.join(environment["APPDATA"] ?? path.join(home, "AppData", "Roaming"), "OurVidz Studio");
  return path.join(environment["XDG_DATA_HOME"] ?? path.join(home, ".local", "share"), "ourvidz-studio");
}
