// The one error that media work ends in, and how a failure of the operating system or of ffmpeg becomes it.
// Codes are few on purpose: each one is a different thing for a person to do.

export type MediaErrorCode = "ffmpeg_missing" | "ffmpeg_failed" | "disk_full" | "not_media" | "cancelled";

/** A failure of media work. `message` is a sentence for people; `detail` is the end of ffmpeg's own words, for the log. */
export class MediaError extends Error {
  readonly code: MediaErrorCode;
  readonly detail: string;

  constructor(code: MediaErrorCode, message: string, detail = "") {
    super(message);
    this.name = "MediaError";
    this.code = code;
    this.detail = detail;
  }
}

/** How ffmpeg is installed on the given `process.platform`. */
export function installLine(platform: string): string {
  if (platform === "darwin") return "brew install ffmpeg";
  if (platform === "win32") return "winget install Gyan.FFmpeg";
  return "sudo apt install ffmpeg (Debian, Ubuntu), sudo dnf install ffmpeg (Fedora), sudo pacman -S ffmpeg (Arch)";
}

/** The error for a machine without a usable ffmpeg or ffprobe. */
export function missingError(program: string, platform: string): MediaError {
  return new MediaError(
    "ffmpeg_missing",
    `${program} was not found. Install it with: ${installLine(platform)}. Or choose the program in the settings, or set FFMPEG_PATH.`,
  );
}

/** Oldest ffmpeg that has the options we use (-fps_mode, -movie_timescale). */
const oldest = { major: 5, minor: 1 };

/** The error for an ffmpeg that cannot do the work, from what `ffmpeg -version` writes; null for one that can, or that does not say. */
export function unfitError(version: string, platform: string): MediaError | null {
  const [, major, minor] = /^ffmpeg version n?(\d+)\.(\d+)/.exec(version) ?? [];
  const remedy = `Install a newer one with: ${installLine(platform)}. Or choose another program in the settings, or set FFMPEG_PATH.`;
  if (major !== undefined && (Number(major) < oldest.major || (Number(major) === oldest.major && Number(minor) < oldest.minor))) {
    return new MediaError("ffmpeg_missing", `ffmpeg ${major}.${minor} is too old: ${oldest.major}.${oldest.minor} is needed. ${remedy}`);
  }
  if (/^configuration:/m.test(version) && !version.includes("--enable-libx264")) {
    return new MediaError("ffmpeg_missing", `This ffmpeg was built without x264. ${remedy}`);
  }
  return null;
}

const diskFull = new MediaError("disk_full", "The disk is full. Free some space or choose another folder, then try again.");

/** True for a Node error that says the disk has no room (ENOSPC, EDQUOT). */
function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return error.code === "ENOSPC" || error.code === "EDQUOT";
}

/** What ffmpeg's exit means, from the end of what it wrote to stderr. */
export function failureFrom(program: string, exit: string, stderr: string): MediaError {
  const tail = stderr.trim();
  if (/No space left on device|Disk quota exceeded|ENOSPC/i.test(tail)) return new MediaError(diskFull.code, diskFull.message, tail);
  if (/Invalid data found when processing input|moov atom not found|could not find codec parameters|matches no streams/i.test(tail)) {
    return new MediaError("not_media", "The file cannot be read as a picture, video or sound. It may be damaged or incomplete.", tail);
  }
  const last = tail.split("\n").at(-1) ?? "";
  return new MediaError("ffmpeg_failed", `${program} stopped (${exit})${last === "" ? "." : `: ${last}`}`, tail);
}

/** Any thrown value as a MediaError: a full disk keeps its code, a MediaError passes through. */
export function asMediaError(error: unknown): MediaError {
  if (error instanceof MediaError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return isDiskFull(error) ? new MediaError(diskFull.code, diskFull.message, text) : new MediaError("ffmpeg_failed", text);
}

/** The error for work that was stopped by its AbortSignal. */
export function cancelledError(): MediaError {
  return new MediaError("cancelled", "The work was cancelled.");
}
