// Finding ffmpeg, and what its end means: every way to fail has a code and a sentence that says what to do.
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asMediaError, failureFrom, installLine, MediaError, unfitError } from "./error.ts";
import { findMediaTools, readProgram, runFfmpeg, startProgram } from "./ffmpeg.ts";
import { inTemporaryFolder, testTools } from "./media.fixture.ts";
import { type FfmpegProgress, progressReader } from "./progress.ts";

async function fakeTools(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const name of ["ffmpeg", "ffprobe"]) {
    await writeFile(path.join(folder, name), "#!/bin/sh\n");
    await chmod(path.join(folder, name), 0o755);
  }
  return folder;
}

describe("finding ffmpeg", () => {
  it("takes FFMPEG_PATH before the chosen one before PATH, each as a program or its folder", async () => {
    await inTemporaryFolder(async (folder) => {
      const [named, chosen, onPath] = [
        await fakeTools(path.join(folder, "named")),
        await fakeTools(path.join(folder, "chosen")),
        await fakeTools(path.join(folder, "path")),
      ];
      const find = (FFMPEG_PATH: string | undefined, choice: string | undefined) =>
        findMediaTools({ environment: { FFMPEG_PATH, PATH: `/nowhere${path.delimiter}${onPath}` }, platform: "linux", chosen: choice });
      expect(await find(named, chosen)).toEqual({ ffmpeg: path.join(named, "ffmpeg"), ffprobe: path.join(named, "ffprobe") });
      expect((await find(path.join(named, "ffmpeg"), chosen)).ffmpeg).toBe(path.join(named, "ffmpeg"));
      expect((await find(undefined, chosen)).ffmpeg).toBe(path.join(chosen, "ffmpeg"));
      expect((await find("", path.join(folder, "gone"))).ffmpeg).toBe(path.join(onPath, "ffmpeg"));
    });
  });

  it.each([
    ["ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright", "too old"],
    ["ffmpeg version 5.0.3 Copyright", "too old"],
    ["ffmpeg version n3.4", "too old"],
    ["ffmpeg version 6.1 Copyright\nconfiguration: --enable-gpl", "without x264"],
  ])("does not take one that cannot do the work: %s", (version, reason) => {
    expect(unfitError(version, "linux")).toMatchObject({ code: "ffmpeg_missing", message: expect.stringContaining(reason) });
  });

  it.each([
    "ffmpeg version 5.1.9-0+deb12u1\nconfiguration: --enable-libx264",
    "ffmpeg version n7.1",
    "ffmpeg version N-118000-gabc\nconfiguration: --enable-libx264",
    "",
  ])("takes one that can, or that does not say: %s", (version) => {
    expect(unfitError(version, "linux")).toBeNull();
  });

  it.each([
    ["linux", "apt install ffmpeg"],
    ["linux", "dnf install ffmpeg"],
    ["linux", "pacman -S ffmpeg"],
    ["darwin", "brew install ffmpeg"],
    ["win32", "winget install"],
  ])("says on %s how it is installed: %s", async (platform, line) => {
    const missing = await findMediaTools({ environment: { PATH: "/nowhere" }, platform }).catch((error: unknown) => error);
    expect(missing).toBeInstanceOf(MediaError);
    expect(missing).toMatchObject({ code: "ffmpeg_missing" });
    expect((missing as MediaError).message).toContain(line);
    expect(installLine(platform)).toContain(line);
  });
});

describe("the end of a program", () => {
  it("is a full disk when ffmpeg or the system says so", () => {
    expect(failureFrom("ffmpeg", "exit 1", "av_interleaved_write_frame(): No space left on device\n")).toMatchObject({ code: "disk_full" });
    expect(asMediaError(Object.assign(new Error("write"), { code: "ENOSPC" }))).toMatchObject({ code: "disk_full" });
    expect(asMediaError(Object.assign(new Error("write"), { code: "EACCES" }))).toMatchObject({ code: "ffmpeg_failed" });
  });

  it("is a full disk on a device that is full", async () => {
    const tools = await testTools();
    const source = ["-f", "lavfi", "-i", "testsrc=d=1:s=320x180"];
    await expect(runFfmpeg(tools, [...source, "-f", "rawvideo", "/dev/full"])).rejects.toMatchObject({ code: "disk_full" });
  });

  it("says when the input is no media", async () => {
    await inTemporaryFolder(async (folder) => {
      const file = path.join(folder, "story.mp4");
      await writeFile(file, "Once upon a time");
      const tools = await testTools();
      await expect(runFfmpeg(tools, ["-i", file, "-f", "null", "-"])).rejects.toMatchObject({ code: "not_media" });
      await expect(readProgram(tools.ffprobe, ["-v", "error", file])).rejects.toMatchObject({ code: "not_media" });
    });
  });

  it("is a missing program when there is none", async () => {
    await expect(startProgram("/nowhere/ffmpeg", []).ended).rejects.toMatchObject({ code: "ffmpeg_missing" });
  });

  it("keeps the last line of stderr in the sentence and the rest for the log", () => {
    const failure = failureFrom("ffmpeg", "exit 1", "first\nUnknown encoder 'h265x'\n");
    expect(failure.message).toContain("Unknown encoder 'h265x'");
    expect(failure.detail).toContain("first");
  });
});

describe("cancelling", () => {
  const endless = ["-re", "-f", "lavfi", "-i", "testsrc=s=320x180", "-f", "null", "-"];

  it("stops a running ffmpeg", async () => {
    const controller = new AbortController();
    const tools = await testTools();
    let seen = 0;
    const work = runFfmpeg(tools, endless, {
      signal: controller.signal,
      onProgress: () => {
        seen += 1;
        controller.abort();
      },
    });
    await expect(work).rejects.toMatchObject({ code: "cancelled" });
    expect(seen).toBeGreaterThan(0);
  });

  it("kills a program that does not listen", async () => {
    const running = startProgram("/bin/sh", ["-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"]);
    await new Promise((resolve) => running.child.stdout?.once("data", resolve));
    running.stop();
    await expect(running.ended).rejects.toMatchObject({ code: "cancelled" });
    expect(running.child.signalCode).toBe("SIGKILL");
  });

  it("does not start work for a signal that is aborted already", async () => {
    await inTemporaryFolder(async (folder) => {
      const out = path.join(folder, "out.yuv");
      const work = runFfmpeg(await testTools(), ["-f", "lavfi", "-i", "testsrc=d=2", "-f", "rawvideo", out], {
        signal: AbortSignal.abort(),
      });
      await expect(work).rejects.toMatchObject({ code: "cancelled" });
      await expect(readFile(out)).rejects.toThrow();
    });
  });
});

describe("progress", () => {
  const block = (frame: number, end: boolean) =>
    `frame=${frame}\nfps=0.0\nbitrate=N/A\nout_time_us=${frame * 62_500}\nspeed=2.5x\nprogress=${end ? "end" : "continue"}\n`;

  it("is the same however the text is cut into pieces", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 5 }), fc.array(fc.nat(60)), (frames, cuts) => {
        const text = frames.map((frame, i) => block(frame, i === frames.length - 1)).join("");
        const read = progressReader();
        const blocks: FfmpegProgress[] = [];
        let at = 0;
        for (const cut of [...cuts, text.length]) {
          blocks.push(...read(text.slice(at, at + cut)));
          at += cut;
        }
        expect(blocks).toEqual(frames.map((frame, i) => ({ frame, outTime: frame * 62_500, speed: 2.5, ended: i === frames.length - 1 })));
      }),
    );
  });

  it("leaves out what ffmpeg does not know yet", () => {
    expect(progressReader()("frame=3\nout_time_us=N/A\nspeed=N/A\nnonsense\nprogress=continue\n")).toEqual([{ frame: 3, ended: false }]);
  });
});
