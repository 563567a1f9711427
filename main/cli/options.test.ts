import { expect, test } from "vitest";
import { readFilmOptions, UsageError } from "./options.ts";

test("a plain command line means: the draft look, every frame approved, a local farm, ten minutes of patience", () => {
  expect(readFilmOptions(["--story", "a.txt", "--out", "a.mp4"], {})).toEqual({
    story: "a.txt",
    out: "a.mp4",
    plan: false,
    json: false,
    minutes: undefined,
    style: "draft",
    approve: "all",
    farm: null,
    wait: 10,
    data: undefined,
  });
});

test.each([
  [[], /--story/],
  [["--story", "a.txt"], /--out is missing/],
  [["--story", "a.txt", "--out", "a.avi"], /\.mp4/],
  [["--story", "a.txt", "--out", "a.mp4", "--colour", "red"], /no option --colour.*--style/],
  [["--story", "a.txt", "--out", "a.mp4", "b.txt"], /b\.txt/],
  [["--story", "a.txt", "--out", "a.mp4", "--style", "neon"], /style 'neon'.*draft/],
  [["--story", "a.txt", "--out", "a.mp4", "--minutes", "soon"], /--minutes/],
  [["--story", "a.txt", "--out", "a.mp4", "--minutes", "-3"], /--minutes/],
  [["--story", "a.txt", "--out", "a.mp4", "--minutes="], /--minutes/],
  [["--story", "a.txt", "--out", "a.mp4", "--wait", "x"], /--wait/],
  [["--story", "a.txt", "--out", "a.mp4", "--approve", "some"], /all or none/],
  [["--story", "a.txt", "--out", "a.mp4", "--farm", "farm.example"], /https:\/\//],
  [["--story", "a.txt", "--out", "a.mp4", "--token", "t"], /--farm/],
  [["--story"], /--story/],
  [["--story", "a.txt", "--out", "a.mp4", "--wait", "-3"], /--wait is followed by another option.*--wait=VALUE/],
])("%j is refused with what to do", (args, says) => {
  expect(() => readFilmOptions(args, {})).toThrow(UsageError);
  expect(() => readFilmOptions(args, {})).toThrow(says);
});

test("a plan and a stop after the frames need no output", () => {
  expect(readFilmOptions(["--story", "a.txt", "--plan"], {})).toMatchObject({ plan: true, out: undefined });
  expect(readFilmOptions(["--story", "a.txt", "--approve", "none"], {})).toMatchObject({ approve: "none" });
  expect(readFilmOptions(["--help"], {})).toBe("help");
});
