// The rules of names beside words: initials, letters that stand for words, and whom a tag names.
import { describe, expect, it } from "vitest";
import { breakDown } from "./index.ts";

const read = (text: string) => breakDown(text, { format: "prose" });
const cast = (text: string): string[] => read(text).cast.map((person) => person.name);
const spoken = (text: string): [string, string][] =>
  read(text).scenes.flatMap((scene) =>
    scene.shots.flatMap((shot) => shot.dialogue.map((line): [string, string] => [line.speaker, line.text])),
  );

describe("letters that stand for words", () => {
  const text = `Tam Whitlock looks at the console. The ship's AI, HALCYON, hums.

"Someone has to go outside," said Halcyon.

Ines Duarte stands up. Tam blocks the door. "It should be me," Tam said.

The AI waits. The USA is a blue smear below. The U.S.A. turns and U.S.A. news plays. NATO waits.
`;

  it("are nobody; a role in letters is the one named beside it", () => {
    expect(cast(text)).toEqual(["Tam Whitlock", "Halcyon", "Ines Duarte"]);
  });

  it("end no sentence before a name, and one before a new subject", () => {
    const shots = read("J.J. Marsh walks in. She came from the U.S.A. She sits. Then J.J. Marsh laughs.");
    expect(shots.cast.map((person) => person.name)).toEqual(["J.J. Marsh"]);
    expect(shots.scenes[0]?.shots.map((shot) => shot.action).join(" ")).toContain("J.J. Marsh walks in.");
  });
});

describe("a tag that names", () => {
  it("wins over whoever was told of last", () => {
    expect(spoken('Tam Whitlock and Ines Duarte wait.\n\nInes stands up. Tam blocks the door. "It should be me," Tam said.')).toEqual([
      ["Tam Whitlock", "It should be me"],
    ]);
  });

  it("may name someone by whose they are", () => {
    expect(spoken('Nina sat on the steps. Her father locked the door. Her grandmother waved.\n\n"Come in," said her father.')).toEqual([
      ["Father", "Come in"],
    ]);
  });

  it("may have initials, hyphens and a second name in brackets, in single quotation marks", () => {
    const heist =
      "In the car, outside the bank, the engine ran.\n\n‘We’re *dead*,’ said J.J. O’Neill-Smythe (aka “The Fox”).\n\n‘Not yet,’ said Mo.\n";
    expect(spoken(heist)).toEqual([
      ["J.J. O’Neill-Smythe", "We’re dead"],
      ["Mo", "Not yet"],
    ]);
    expect(cast(heist)).toEqual(["J.J. O’Neill-Smythe", "Mo"]);
  });
});

describe("a name called in a line", () => {
  it("is whom it is said to, and names both sides where two speak and nothing else tells", () => {
    const talk = '"Are you cold?"\n\n"So am I, Ruth."\n\n"Daniel, wait."\n\n"Why?"\n\n"Because the ice is thin."\n';
    expect(spoken(talk).map(([speaker]) => speaker)).toEqual(["Ruth", "Daniel", "Ruth", "Daniel", "Ruth"]);
    expect(cast(talk)).toEqual(["Ruth", "Daniel"]);
    expect(read(talk).notUnderstood).toEqual([]);
  });

  it("never speaks the line that calls it", () => {
    const talk = '"Are you cold?"\n\n"So am I, Ruth."\n\n"Then wait."\n\n"I will, Ruth."\n';
    expect(spoken(talk).map(([speaker]) => speaker)).toEqual(["Ruth", "Voice", "Ruth", "Voice"]);
  });
});
