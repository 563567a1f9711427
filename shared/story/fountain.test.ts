// The rules of screenplays by example: headings, cues, camera lines, and what is no shot.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { breakDown } from "./index.ts";

const film = (text: string) => breakDown(text, { format: "fountain" });

describe("scene headings", () => {
  it("tell setting, place and time; forced ones and I/E too", () => {
    const { scenes } = film(
      [
        "INT. KITCHEN - NIGHT",
        "EXT. BEACH - SUNSET",
        "I/E. CAR - DAY",
        "EST. CITY - DAWN",
        "INT./EXT. TRAIN - EVENING",
        ".ROOFTOP - NIGHT #12#",
        "EXT PARK — MORNING",
      ]
        .map((heading) => `${heading}\n\nA bird sits in the light.\n`)
        .join("\n"),
    );
    expect(scenes.map((scene) => [scene.setting, scene.place, scene.time])).toEqual([
      ["interior", "kitchen", "night"],
      ["exterior", "beach", "golden"],
      ["interior", "car", "day"],
      ["exterior", "city", "dawn"],
      ["interior", "train", "dusk"],
      ["exterior", "rooftop", "night"],
      ["exterior", "park", "day"],
    ]);
  });

  it("go on with the time before when they say CONTINUOUS or LATER", () => {
    const { scenes } = film("EXT. STREET - DUSK\n\nRain.\n\nINT. HALL - CONTINUOUS\n\nA door.\n\nINT. HALL - LATER\n\nA lamp.\n");
    expect(scenes.map((scene) => [scene.time, scene.weather])).toEqual([
      ["dusk", "rain"],
      ["dusk", "rain"],
      ["dusk", "rain"],
    ]);
  });
});

describe("speech", () => {
  const { scenes, cast } = film(
    "INT. HALL - DAY\n\nANNA (30) waits.\n\nBEN (O.S.)\n(calling)\nAnyone there?\n\nANNA (CONT'D)\nOnly me.\nCome down.\n\nBEN\nNow!\n\nANNA ^\nNow!\n\n@McAvoy\nHush.\n",
  );
  const lines = scenes.flatMap((scene) => scene.shots.flatMap((shot) => shot.dialogue));

  it("knows cues with remarks, dual dialogue and forced names, and leaves parentheticals out", () => {
    expect(lines).toEqual([
      { speaker: "Ben", text: "Anyone there?", offScreen: true },
      { speaker: "Anna", text: "Only me. Come down." },
      { speaker: "Ben", text: "Now!" },
      { speaker: "Anna", text: "Now!" },
      { speaker: "McAvoy", text: "Hush." },
    ]);
    expect(cast.map((person) => person.name)).toEqual(["Anna", "Ben", "McAvoy"]);
  });

  it("shows the listener, not the voice, while someone is off screen", () => {
    const heard = scenes[0]?.shots.find((shot) => shot.dialogue[0]?.offScreen);
    expect(heard?.cast.map((member) => member.name)).toEqual(["Anna"]);
  });
});

describe("people", () => {
  const { scenes, cast, notUnderstood } = film(
    "FADE IN:\n\nINT. LIBRARY - NIGHT\n\nVERA DELL (60s), a librarian, stamps a book. A man in a wet coat, HOLLIS, waits.\n\nVERA\n(not looking up)\nWe're closed.\n\nHOLLIS\nI know.\n\nTHE QUEEN LAUGHS.\n\nVERA (V.O.)\nI never saw him again.\n\nCUT TO:\n\nEXT. STREET - DAY\n\nHOLLIS runs.\n\nSMASH CUT TO BLACK.\n\nDISSOLVE TO:\n\nEXT. HILL - DAY\n\nHollis sits.\n\nFADE OUT.\n",
  );
  const shots = scenes.flatMap((scene) => scene.shots);

  it("have one name, whole in the action and short in the cue, and one where they are described before they are named", () => {
    expect(cast.map((person) => person.name)).toEqual(["Vera Dell", "Hollis", "Queen"]);
    expect(cast[0]).toMatchObject({ years: 65, age: "old" });
  });

  it("may be called like a month where their age is told", () => {
    expect(film("INT. STUDIO - DAY\n\nJUNE (30s) enters. RAIN falls outside.\n\nJune sits.\n").cast.map((person) => person.name)).toEqual([
      "June",
    ]);
  });

  it("may be cued by either of their names", () => {
    const { cast: two } = film("INT. CAR - DAY\n\nMARCUS COLE (40s) drives.\n\nMARCUS\nNo.\n\nEXT. ROAD - DAY\n\nCOLE\nYes.\n");
    expect(two.map((person) => person.name)).toEqual(["Marcus Cole"]);
  });

  it("do what a parenthetical says in the shot of their own line, and are heard only when the cue says V.O.", () => {
    expect(shots.find((shot) => shot.action.includes("Not looking up"))?.dialogue).toEqual([
      { speaker: "Vera Dell", text: "We're closed." },
    ]);
    expect(shots.flatMap((shot) => shot.dialogue).at(-1)).toEqual({
      speaker: "Vera Dell",
      text: "I never saw him again.",
      offScreen: true,
    });
  });

  it("cut and fade without a word of it among what was not understood", () => {
    expect(notUnderstood).toEqual([]);
  });
});

describe("what is no shot", () => {
  it("is listed with its reason and kept out of the film", () => {
    const { scenes, notUnderstood } = film(
      "Title: X\n\n# Act one\n\n= A synopsis.\n\nFADE IN:\n\nEXT. FIELD - DAY\n\n[[a note]]\n\nA horse. /* cut\n\nthis */ It runs.\n\n> CUT TO:\n\n>THE END<\n",
    );
    const words = scenes.flatMap((scene) => scene.shots.map((shot) => shot.action)).join(" ");
    expect(words).toBe("A horse. It runs.");
    expect(notUnderstood).toHaveLength(4);
    expect(notUnderstood.map((part) => part.reason).join()).not.toMatch(/transition/u);
  });

  it("does not shift the places of what comes after it", () => {
    const text = "Title: X\n\t and more\n\nEXT. FIELD - DAY\r\n\r\n/* a\n\nboneyard */\r\n\r\n\tANNA\r\n\tHello.\r\n";
    const shot = film(text).scenes[0]?.shots[0];
    expect(text.slice(shot?.source.start, shot?.source.end)).toBe("ANNA\r\n\tHello.");
  });
});

describe("the last train", () => {
  const text = readFileSync(fileURLToPath(new URL("../samples/last-train.fountain", import.meta.url)), "utf8");
  const { title, scenes } = breakDown(text, { fileName: "last-train.fountain" });
  const shots = scenes.flatMap((scene) => scene.shots);

  it("has its scenes, weather and people", () => {
    expect(title).toBe("The Last Train");
    expect(scenes.map((scene) => [scene.heading, scene.weather, scene.cast])).toEqual([
      ["Ext. Mountain station - night", "snow", ["Mara", "Stationmaster"]],
      ["Int. Waiting room - night", "snow", ["Mara", "Stationmaster"]],
      ["Ext. Mountain station - night", "snow", ["Stationmaster"]],
      ["Int. Train carriage - night", "clear", ["Mara", "Stationmaster"]],
      ["Ext. Mountain valley - dawn", "clear", []],
    ]);
  });

  it("shows the brass plate and the kettle alone, and hears the stationmaster without seeing him", () => {
    expect(shots.find((shot) => shot.action.startsWith("Brass plate"))).toMatchObject({
      size: "insert",
      cast: [],
      action: "Brass plate. It reads: MARA.",
    });
    expect(shots.find((shot) => shot.props.includes("kettle"))).toMatchObject({ size: "insert", cast: [] });
    const tea = shots.find((shot) => shot.dialogue[0]?.text === "There's tea.");
    expect(tea?.cast.map((member) => member.name)).toEqual(["Mara"]);
    expect(tea?.dialogue[0]).toMatchObject({ speaker: "Stationmaster", offScreen: true });
  });

  it("sees the valley from above", () => {
    expect(shots.at(-1)).toMatchObject({ size: "extreme-wide", angle: "overhead", cast: [] });
  });
});
