// The rules of pages written in Markdown: the words stay, the marks go, and every place is the original's.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { breakDown } from "./index.ts";
import { unmark } from "./markdown.ts";

const page = `---
title: "The Long Pier"
tags: [a, b]
---

# Some Heading

**Mara** walks along the _old_ pier with ~~Tom~~ and [Ben](http://example.com/ben).

> "Come *back*," said Ben.

## Things

- bread
- rope
- lantern

| Name | Age |
|------|-----|
| Mara | 30 |

\`\`\`js
console.log("Hello Kevin");
\`\`\`

Mara opens the *red* door. ![the door](door.png)
`;

describe("a page of Markdown", () => {
  const found = breakDown(page, { fileName: "page.md" });
  const shots = found.scenes.flatMap((scene) => scene.shots);

  it("has its title from the front matter, else from its own heading", () => {
    expect(found.title).toBe("The Long Pier");
    expect(breakDown("# The Pier\\n\\nMara sat.\\n\\n## Two\\n\\nBen stood.".replaceAll("\\n", "\n"), { fileName: "x.md" }).title).toBe(
      "The Pier",
    );
  });

  it("lists what is no story, with the reason, and shows none of it", () => {
    expect(found.notUnderstood.map((part) => part.reason)).toEqual([
      expect.stringMatching(/front matter/u),
      expect.stringMatching(/table/u),
      expect.stringMatching(/code/u),
      expect.stringMatching(/picture/u),
    ]);
    expect(found.cast.map((person) => person.name)).toEqual(["Mara", "Tom", "Ben"]);
    expect(shots.map((shot) => shot.action).join(" ")).not.toMatch(/Kevin|Age|tags|png|http|[*_~`|[\]]/u);
  });

  it("reads speech without marks and a list as no speech", () => {
    const lines = shots.flatMap((shot) => shot.dialogue);
    expect(lines).toMatchObject([{ speaker: "Ben", text: "Come back" }]);
    expect(shots.map((shot) => shot.action).join(" ")).toContain("Bread, rope, lantern.");
    expect(
      breakDown("Ana y Luis estaban en la cocina.\n\n- Ven aquí.\n- No quiero.\n").scenes[0]?.shots.flatMap((s) => s.dialogue),
    ).toHaveLength(2);
  });

  it("reads numbered lists, quoted items and footnotes for what they are", () => {
    const { scenes, notUnderstood } = breakDown(
      'Ana walked to the well with Leo.[^1]\n\n1. Rope\n2. Knife\n\n- "Wait," said Ana.\n- "No," said Leo.\n\n[^1]: A footnote about Kevin.\n',
    );
    const all = scenes.flatMap((scene) => scene.shots);
    expect(all.flatMap((shot) => shot.dialogue).map((line) => [line.speaker, line.text])).toEqual([
      ["Ana", "Wait"],
      ["Leo", "No"],
    ]);
    expect(all.map((shot) => shot.action).join(" ")).toContain("Rope, Knife.");
    expect(notUnderstood.map((part) => part.reason)).toEqual([expect.stringMatching(/footnote/u)]);
  });

  it("keeps every place in the text as it was pasted", () => {
    const door = shots.find((shot) => shot.action.includes("red door"));
    expect(page.slice(door?.source.start, door?.source.end)).toBe("Mara opens the *red* door.");
    expect(page.slice(found.notUnderstood[0]?.source.start, found.notUnderstood[0]?.source.end)).toMatch(/^---\ntitle[\s\S]*---$/u);
  });

  it("goes back to the original letter by letter, whatever the marks", () => {
    const bit = fc.constantFrom(
      "*",
      "**",
      "_",
      "~~",
      "`",
      "- ",
      "> ",
      "# ",
      "\n",
      "\n\n",
      "a",
      "b c",
      " ",
      "[x](y)",
      "![x](y)",
      "|",
      "|--|--|",
      "---",
      "\\",
    );
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 40 }), (bits) => {
        const text = bits.join("");
        const read = unmark(text);
        for (let at = 0; at < read.text.length; at += 1) {
          const { start, end } = read.original({ start: at, end: at + 1 });
          expect(end - start).toBe(1);
          expect(start).toBeGreaterThanOrEqual(at === 0 ? 0 : read.original({ start: at - 1, end: at }).start);
          if (!/[ ,.]/u.test(read.text.charAt(at))) expect(text.charAt(start)).toBe(read.text.charAt(at));
        }
      }),
    );
  });
});
