// The rules of prose by example: scenes, speakers, people, looks and the director's choices.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Look } from "../domain/shot.ts";
import { breakDown } from "./index.ts";

const sample = (name: string): string => readFileSync(fileURLToPath(new URL(`../samples/${name}`, import.meta.url)), "utf8");
const spoken = (text: string): [string, string][] =>
  breakDown(text, { format: "prose" }).scenes.flatMap((scene) =>
    scene.shots.flatMap((shot) => shot.dialogue.map((line): [string, string] => [line.speaker, line.text])),
  );
const who = (text: string): string[] => breakDown(text, { format: "prose" }).cast.map((person) => person.name);

describe("speech", () => {
  it("is told from narration by quotation marks of every style and by dashes", () => {
    const open = "Anna and Ben sat in the kitchen. ";
    for (const line of [
      "“Come in,” said Anna.",
      '"Come in," said Anna.',
      "‘Come in,’ said Anna.",
      "'Come in,' said Anna.",
      "«Come in,» said Anna.",
      "„Come in,“ said Anna.",
      "»Come in,« said Anna.",
      "‚Come in,‘ said Anna.",
    ]) {
      expect(spoken(`${open}\n\n${line}\n`), line).toEqual([["Anna", "Come in"]]);
    }
    expect(spoken("Ana y Luis estaban en la cocina.\n\n—Ven aquí —dijo Ana—. Ya es tarde.\n")).toEqual([["Ana", "Ven aquí. Ya es tarde."]]);
    expect(spoken("Anne et Luc étaient dans la cuisine.\n\n— Viens, dit Luc, il est tard.\n")).toEqual([["Luc", "Viens, il est tard."]]);
    expect(spoken("Anna und Emil saßen in der Küche.\n\n„Komm herein“, sagte Anna.\n")).toEqual([["Anna", "Komm herein"]]);
    expect(spoken("Anna e Luca erano in cucina.\n\n— Vieni — disse Anna. — È tardi.\n")).toEqual([["Anna", "Vieni. È tardi."]]);
    expect(spoken("A Ana e o Rui estavam na cozinha.\n\n— Vem — disse Ana. — É tarde.\n")).toEqual([["Ana", "Vem. É tarde."]]);
  });

  it("takes an apostrophe for an apostrophe and a quoted name for a name", () => {
    expect(spoken("'It's the dogs' dinner, isn't it?' said Anna in the kitchen.")).toEqual([["Anna", "It's the dogs' dinner, isn't it?"]]);
    expect(spoken('Anna sat in the "Blue Cat" cafe and read the sign.')).toEqual([]);
  });

  it("goes to the one named beside it, by name, role or pronoun", () => {
    const text =
      'Clara and Hugo waited in the hall with the baker.\n\n"Is it late?" she asked.\n\n"Very," said Hugo.\n\n"Too late," said the baker.\n';
    expect(spoken(text)).toEqual([
      ["Clara", "Is it late?"],
      ["Hugo", "Very"],
      ["Baker", "Too late"],
    ]);
  });

  it("takes turns between two when nothing names the speaker, and never goes to the one who is called", () => {
    const text = 'Clara met Hugo on the bridge.\n\n"You came," said Clara.\n\n"I did."\n\n"Why?"\n\n"You asked me, Clara."\n';
    expect(spoken(text).map(([speaker]) => speaker)).toEqual(["Clara", "Hugo", "Clara", "Hugo"]);
  });

  it("gives a stranger the name that is told later", () => {
    const text =
      'Anna opened the door of the shop. A boy stood outside.\n\n"Can I come in?" said the boy. "My name is Leo."\n\n"Come in, Leo," said Anna.\n';
    expect(spoken(text).map(([speaker]) => speaker)).toEqual(["Leo", "Anna"]);
    expect(who(text)).toEqual(["Anna", "Leo"]);
  });

  it("cuts a long speech into shots that can be spoken in them", () => {
    const speech = Array.from({ length: 12 }, (_, index) => `This is sentence number ${index + 1} of the speech.`).join(" ");
    const shots = breakDown(`Anna stood in the hall.\n\n"${speech}" said Anna.`, { format: "prose" }).scenes.flatMap(
      (scene) => scene.shots,
    );
    const lines = shots.flatMap((shot) => shot.dialogue);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.map((line) => line.text).join(" ")).toBe(speech);
    for (const shot of shots)
      expect(shot.frames / 16).toBeGreaterThanOrEqual(shot.dialogue.reduce((sum, line) => sum + line.text.length / 16, 0));
  });

  it("says where a quotation never closes", () => {
    const { notUnderstood } = breakDown('Anna sat in the hall.\n\n"I never said that. And she left.\n\nBen laughed.', { format: "prose" });
    expect(notUnderstood.map((part) => part.reason).join()).toMatch(/never closes/u);
  });
});

describe("scenes", () => {
  const starts = (text: string): string[] =>
    breakDown(text, { format: "prose" }).scenes.map((scene) => text.slice(scene.source.start, scene.source.start + 12));

  it("change where a paragraph opens with another place or another time", () => {
    const text =
      "Anna walked along the beach.\n\nIn the cave she lit a candle.\n\nThat night Anna slept.\n\nShe dreamed of the beach.\n\nThree days later Anna left.\n";
    expect(starts(text)).toEqual(["Anna walked ", "In the cave ", "That night A", "Three days l"]);
  });

  it("change inside a paragraph where someone goes in, out, or the picture does", () => {
    expect(starts("Anna sat in the kitchen. She heard the bell. She stepped into the garden. Ben was there.")).toEqual([
      "Anna sat in ",
      "She stepped ",
    ]);
    expect(starts("Anna sat in the bar. Ben shook his head. Outside, snow began to fall.")).toEqual(["Anna sat in ", "Outside, sno"]);
    expect(
      starts("Anna worked in the shop. Then she put on her boots and went out into the rain.\n\nUnder the pear tree stood a man."),
    ).toEqual(["Anna worked ", "Under the pe"]);
    expect(starts("Anna sat in the shop and read of the sea. She could see the roof. Everyone in the village slept.")).toHaveLength(1);
  });

  it("do not change at a mention, a moment later, or inside speech", () => {
    const text =
      'Anna sat in the kitchen and thought of the sea.\n\nA moment later Ben came back.\n\n"In the cave there is a dragon," said Ben.\n\nOn the table lay a map of the mountains.\n';
    expect(starts(text)).toHaveLength(1);
  });

  it("change at headings of every kind", () => {
    for (const heading of ["# Two", "Chapter 2", "2.", "II", "***", "* * *", "---", "The Harbour"]) {
      expect(breakDown(`Anna sat.\n\n${heading}\n\nBen stood.\n`, { format: "prose" }).scenes, heading).toHaveLength(2);
    }
  });

  it("have the place in the story's words, the setting, the time and the weather", () => {
    const [beach, kitchen] = breakDown(
      "At dawn Anna walked along the beach below the lighthouse in the fog.\n\nIn the evening, in the old stone kitchen, she made tea.\n",
    ).scenes;
    expect(beach).toMatchObject({ heading: "Ext. Beach below the lighthouse - dawn", setting: "exterior", time: "dawn", weather: "fog" });
    expect(kitchen).toMatchObject({ place: "old stone kitchen", setting: "interior", time: "dusk", weather: "clear" });
  });
});

describe("a scene's place", () => {
  const headings = (text: string): string[] => breakDown(text, { format: "prose" }).scenes.map((scene) => scene.heading);

  it("is outside what someone is outside of", () => {
    expect(headings("In the car, outside the bank, the engine ran. Mo waited.")).toEqual(["Ext. Outside the bank - day"]);
    expect(headings("Behind the old mill Mo waited. Mo sat.")).toEqual(["Ext. Behind the old mill - day"]);
  });

  it("keeps the letters of its name", () => {
    expect(headings("In the U.S.A. Mo waited for years. Mo sat.")[0]).toMatch(/U\.S\.A\./u);
  });
});

describe("the language of a few lines", () => {
  it("is told by its letters where its words are shared", () => {
    expect(breakDown("Jeanne ouvre la porte. Son père compte les caisses.\n\n« Tu es en retard », dit son père.\n").language).toBe("fr");
    expect(breakDown("La niña está en la casa. ¿Dónde está el gato?").language).toBe("es");
    expect(breakDown("Il gatto è sul tetto. Che c'è? Marta esce in cortile.").language).toBe("it");
    expect(breakDown("Não vou, mãe. A Marta abre a porta.").language).toBe("pt");
  });
});

describe("a story of one sentence", () => {
  it("is one shot, and not also something that was not understood", () => {
    for (const text of ["A woman finds a key.", "Kot śpi na starym dachu.", "“Wait.”", "Nina runs", "她说：“走吧。”"]) {
      const { scenes, notUnderstood } = breakDown(text);
      expect(
        scenes.flatMap((scene) => scene.shots),
        text,
      ).toHaveLength(1);
      expect(notUnderstood, text).toEqual([]);
    }
  });
});

describe("people", () => {
  it("are found in capitals and in mixed case, and sentence openers are not", () => {
    expect(who("The wind blew. TOMAS, the keeper, walked home. Soon Tomas slept. You could hear My Lady sing. Nobody came.")).toEqual([
      "Tomas",
    ]);
  });

  it("are older than the child whose father, mother or grandmother they are", () => {
    const ages = (text: string): (string | undefined)[] =>
      breakDown(text, { format: "prose" }).cast.map((person) => person.age ?? undefined);
    expect(ages("Nina, nine, sat on the steps. Her father locked the door. Her grandmother waved.")).toEqual(["child", "adult", "old"]);
    expect(ages("Jeanne ouvre la porte du café. Jeanne rit. Son père compte les caisses dans la rue.")).toEqual([undefined, "old"]);
    expect(ages("Clara öffnete die Tür. Clara lachte. Ihr Vater wartete in der Küche auf sie.")).toEqual([undefined, "old"]);
    expect(ages("Clara abrió la puerta. Clara rió. Su madre esperaba en la cocina.")).toEqual([undefined, "old"]);
    expect(ages("A boy sat on the wall. His mother waved. He smiled.")).toEqual(["child", "adult"]);
  });

  it("have the age, height and clothes that the text tells", () => {
    const { cast } = breakDown(
      "On the beach stood NINA, nine, in a red jumper. KARL (72), grey beard, blue uniform, waved. Otto, sixteen, wore a green coat.\n\nNina laughed. Karl sat. Otto ran.",
    );
    const [nina, karl, otto] = cast;
    expect(nina).toMatchObject({ years: 9, age: "child", height: 1.35, look: { wear: "jumper", colour: "#a8342f" } });
    expect(karl).toMatchObject({ years: 72, age: "old", look: { wear: "uniform", colour: "#35607d", beard: true, grey: true } });
    expect(karl).not.toHaveProperty("height");
    expect(otto).toMatchObject({ years: 16, age: "teen", height: 1.7, look: { wear: "coat", colour: "#3f7a4f" } });
  });

  it("have the name that the story gives to a stranger", () => {
    expect(who("A man called Smith walked into the bar. Smith sat down.")).toEqual(["Smith"]);
    expect(who("Ein Mann namens Krause trat in die Küche. „Guten Tag“, sagte Krause.")).toEqual(["Krause"]);
    expect(who("Un homme nommé Lambert entra dans le café. « Bonjour », dit Lambert.")).toEqual(["Lambert"]);
    expect(who("Un hombre llamado Ortega entró en la cocina.\n\n—Buenas —dijo Ortega.")).toEqual(["Ortega"]);
  });

  it("are in a shot only when they are there", () => {
    const { scenes } = breakDown(
      'Anna read a letter from Ben in the kitchen. Ben and Anna had met once.\n\nThe next day Anna sat on the train alone. "I miss Ben," said Anna.',
    );
    expect(scenes[1]?.cast).toEqual(["Anna"]);
  });
});

describe("casting", () => {
  const looks = (text: string): Map<string, Look> =>
    new Map(breakDown(text, { format: "prose" }).cast.map((person) => [person.name, person.look]));

  it("gives women and girls other hair than men and boys, and old people grey hair", () => {
    const all = looks(
      "In the hall old Mr. Pereira met his granddaughter Lucia. Mrs. Holm laughed. Ben nodded. Grandma Ruth sat down.\n\nLucia ran. Ben smiled.",
    );
    expect(all.size).toBe(5);
    for (const name of ["Lucia", "Mrs. Holm", "Grandma Ruth"]) {
      expect(["long", "bun", "pony", "curly"], name).toContain(all.get(name)?.hair);
      expect(all.get(name)?.beard, name).toBeUndefined();
    }
    for (const name of ["Mr. Pereira", "Ben"]) expect(["short", "cap", "bald"], name).toContain(all.get(name)?.hair);
    expect(all.get("Mr. Pereira")?.grey).toBe(true);
    expect(all.get("Ben")?.grey).toBeUndefined();
  });

  it("gives each a colour of their own, away from those that the text gives", () => {
    const all = looks(
      "Anna, nine, in a red coat, stood in the hall. Ben, Clara, Hugo, Emma and Otto came in. Anna laughed. Ben sat. Clara ran. Hugo ate. Emma wept. Otto slept.",
    );
    const colours = [...all.values()].map((look) => look.colour);
    expect(all.get("Anna")?.colour).toBe("#a8342f");
    expect(new Set(colours).size).toBe(all.size);
    expect(colours.every((colour) => /^#[0-9a-f]{6}$/u.test(colour ?? ""))).toBe(true);
    expect(colours).not.toContain("#b5493a");
  });

  it("keeps what the text says and is the same each time", () => {
    const text = "On the beach stood KARL (72), bald, in a blue uniform, and OTTO (9), in a green jumper.\n\nKarl sat. Otto ran.";
    expect(looks(text).get("Karl")).toMatchObject({ hair: "bald", wear: "uniform", colour: "#35607d" });
    expect(looks(text)).toEqual(looks(text));
  });
});

describe("directing", () => {
  const shots = (text: string) => breakDown(text, { format: "prose" }).scenes.flatMap((scene) => scene.shots);

  it("says only what the story tells beside a line", () => {
    const text = 'Anna and Ben sat in the kitchen.\n\n"No," said Anna, shaking her head.\n\n"Yes, we will go there tomorrow," said Ben.';
    const said = shots(text).filter((shot) => shot.dialogue.length > 0);
    expect(said.map((shot) => shot.action)).toContain("Shaking her head.");
    for (const shot of said) expect(shot.action).not.toMatch(/speaks|said/u);
  });

  it("tells words without anyone over the shot before, and loses none", () => {
    const text =
      "Anna walked to the end of the orchard and wound the clock. Nobody in the village knew why. Ben followed her to the wall and watched. Anna saw him and laughed at him.";
    const all = shots(text);
    expect(all.every((shot) => shot.cast.length > 0)).toBe(true);
    expect(all.map((shot) => shot.action).join(" ")).toContain("Nobody in the village knew why.");
  });

  it("ends the film on a hold or a pull-out, and covers THE END with the last shot", () => {
    const text = "Anna sat in the kitchen.\n\nBen came in. They laughed.\n\nThe End\n";
    const last = shots(text).at(-1);
    expect(["static", "pull-out"]).toContain(last?.move);
    expect(text.slice(last?.source.start, last?.source.end)).toContain("The End");
    expect(last?.action).not.toContain("The End");
  });

  it("opens talk of three on all three", () => {
    const text = 'Ida, Max and Ruth stood on the bridge.\n\n"It is too high," said Max.\n\n"We jump," said Ruth.\n\n"No," said Ida.';
    const first = shots(text).find((shot) => shot.dialogue.length > 0);
    expect(first?.cast.map((member) => member.name).toSorted()).toEqual(["Ida", "Max", "Ruth"]);
  });
});

describe("titles", () => {
  const title = (text: string, fileName?: string): string => breakDown(text, fileName === undefined ? {} : { fileName }).title;

  it("are the story's own, else the file's name made readable", () => {
    expect(title("# The Orchard.\n\nAnna sat in the hall.", "x.md")).toBe("The Orchard");
    expect(title("Anna sat in the hall.", "/tmp/lastTrain_draft-2.txt")).toBe("Last Train");
    expect(title("Anna sat in the hall.", "untitled (1).txt")).toBe("Untitled");
  });
});

describe("stories in other scripts", () => {
  it("know speakers by the tag beside them", () => {
    expect(spoken("老人走到河边。\n\n“你在等谁？”女孩问。\n\n“等一条船，”老人说。")).toEqual([
      ["女孩", "你在等谁？"],
      ["老人", "等一条船"],
    ]);
    expect(
      spoken("Старик сидел у окна.\n\n— Кто там? — спросил старик.\n\n— Это я, — ответила девочка.").map(([speaker]) => speaker),
    ).toEqual(["Старик", "Девочка"]);
  });
});

describe("the paper boats", () => {
  const { title, scenes, cast, notUnderstood } = breakDown(sample("paper-boats.txt"), { fileName: "paper-boats.txt" });

  it("are five scenes with the right people", () => {
    expect(title).toBe("The Paper Boats");
    expect(scenes.map((scene) => [scene.heading, scene.cast.toSorted()])).toEqual([
      ["Ext. Beach below the lighthouse - dawn", ["Tomas"]],
      ["Int. Cave - dawn", ["Nina", "Tomas"]],
      ["Ext. Lighthouse, gallery - night", ["Nina", "Tomas"]],
      ["Ext. Rowing boat - night", ["Jonas"]],
      ["Ext. Steps of the lighthouse - day", ["Jonas", "Nina", "Tomas"]],
    ]);
    expect(cast.map((person) => person.name)).toEqual(["Tomas", "Nina", "Jonas"]);
    expect(notUnderstood).toEqual([]);
  });

  it("open on the place, show the boats alone, and end on the rail", () => {
    const [beach] = scenes;
    expect(beach?.shots[0]).toMatchObject({ size: "extreme-wide", cast: [] });
    expect(beach?.shots.some((shot) => shot.size === "insert" && shot.props.includes("boat"))).toBe(true);
    expect(scenes.at(-1)?.shots.at(-1)).toMatchObject({ size: "insert", props: ["boat", "candle"] });
    for (const scene of scenes) expect(scene.shots.length).toBeLessThanOrEqual(7);
  });
});
