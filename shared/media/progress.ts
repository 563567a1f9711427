// Reads what `ffmpeg -progress pipe:1` writes: lines of key=value, a block ended by `progress=`.
// Pure text work, so that partial lines and unknown keys are tested without a process.

/** One block of ffmpeg's progress. Fields that ffmpeg does not know yet are absent. */
export interface FfmpegProgress {
  frame?: number;
  /** Microseconds of output written. */
  outTime?: number;
  /** Times real time. */
  speed?: number;
  /** True in the last block. */
  ended: boolean;
}

/** Takes text in any pieces and returns the blocks completed by each piece. */
export function progressReader(): (text: string) => FfmpegProgress[] {
  let rest = "";
  let fields: Partial<FfmpegProgress> = {};
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    const blocks: FfmpegProgress[] = [];
    for (const line of lines) {
      const at = line.indexOf("=");
      if (at < 0) continue;
      const key = line.slice(0, at).trim();
      const value = line.slice(at + 1).trim();
      if (key === "progress") {
        blocks.push({ ...fields, ended: value === "end" });
        fields = {};
        continue;
      }
      const number = Number.parseFloat(value);
      if (!Number.isFinite(number)) continue;
      if (key === "frame") fields.frame = number;
      else if (key === "out_time_us") fields.outTime = number;
      else if (key === "speed") fields.speed = number;
    }
    return blocks;
  };
}
