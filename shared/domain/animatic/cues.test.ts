// From a story's words to a place: whole words, six languages, what stands before "of" first.
import { describe, expect, it } from "vitest";
import { readPlace } from "./cues.ts";
import { findProp } from "./props/index.ts";
import { stageShot } from "./staging.ts";
import type { ShotSnapshot } from "../shot.ts";

const placeOf = (words: string, setting: "interior" | "exterior" = "exterior"): string => readPlace(words, setting, 1).place;

describe("places", () => {
  it.each([
    ["beach below the lighthouse", "beach"],
    ["mouth of a cave", "cave"],
    ["gallery of the lighthouse", "gallery"],
    ["lighthouse, gallery", "gallery"],
    ["steps of the lighthouse", "steps"],
    ["MOUNTAIN STATION", "station"],
    ["mountain valley", "valley"],
    ["a rowing boat half full of water", "openSea"],
    ["city street", "city"],
    ["una playa", "beach"],
    ["la PLAGE déserte", "beach"],
    ["am Strand", "beach"],
    ["spiaggia", "beach"],
    ["praia", "beach"],
    ["bosque", "forest"],
    ["une forêt", "forest"],
    ["im Wald", "forest"],
    ["floresta", "forest"],
    ["Straße", "city"],
    ["la rue", "city"],
    ["Bahnhof", "station"],
    ["château", "castle"],
  ])("%s is a %s", (words, place) => {
    expect(placeOf(words)).toBe(place);
  });

  it.each([
    ["Küche", "kitchen"],
    ["la cuisine", "kitchen"],
    ["cucina", "kitchen"],
    ["cozinha", "kitchen"],
    ["waiting room", "station"],
    ["train carriage", "train"],
    ["Klassenzimmer", "school"],
    ["hospital ward", "hospital"],
  ])("%s inside is a %s", (words, place) => {
    expect(placeOf(words, "interior")).toBe(place);
  });

  it("hears no word inside another word", () => {
    expect(placeOf("barn")).toBe("workshop");
    expect(placeOf("seat")).not.toBe("beach");
    expect(placeOf("Barcelona", "interior")).not.toBe("bar");
  });

  it("keeps what else is named as a landmark", () => {
    expect([...readPlace("beach below the lighthouse", "exterior", 1).landmarks]).toEqual(["lighthouse"]);
  });

  it("gives all shots of a scene the same place when no word is known", () => {
    const seen = new Set([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => readPlace("xyzzy", "exterior", seed).place));
    expect(seen.size).toBeGreaterThan(1);
    expect(readPlace("xyzzy", "exterior", 5)).toEqual(readPlace("xyzzy", "exterior", 5));
  });
});

const shot: ShotSnapshot = {
  sceneNumber: 1,
  shotNumber: 1,
  size: "full",
  angle: "eye",
  move: "static",
  setting: "exterior",
  place: "beach",
  time: "day",
  weather: "clear",
  mood: "calm",
  cast: [],
  props: [],
  action: "",
  dialogue: [],
  sceneSeed: 1,
  seed: 1,
};

describe("an insert", () => {
  const insert = (action: string, props: string[] = []): string[] =>
    stageShot({ ...shot, size: "insert", action, props }, "home").shot.props;

  it.each([
    ["The dial. It turns. Click.", "dial"],
    ["Brass plate. It reads: MARA.", "plate"],
    ["Das Messer liegt auf dem Brett.", "knife"],
    ["Un tiroir s'ouvre.", "drawer"],
    ["El espejo está roto.", "mirror"],
    ["Un bottone.", "button"],
    ["A gun on the table.", "closedcase"],
  ])("%s shows a %s", (action, drawn) => {
    expect(insert(action)[0]).toBe(drawn);
  });

  it("of nothing known shows nothing made up", () => {
    expect(insert("Something moves.")).toEqual([]);
    expect(insert("", ["xyzzy"])).toEqual([]);
  });
});

describe("props", () => {
  it("are found by other words, in the plural, and at the end of a phrase", () => {
    expect(findProp("Candles")?.word).toBe("candle");
    expect(findProp("old brass lantern")?.word).toBe("lantern");
    expect(findProp("newspaper")?.word).toBe("page");
    expect(findProp("paper boat")?.word).toBe("paperboat");
    expect(findProp("constructor")).toBeUndefined();
    expect(findProp("__proto__")).toBeUndefined();
  });

  it("are what the story means: a lamp on a beach is carried, a folded boat is paper", () => {
    expect(stageShot({ ...shot, props: ["lamp"] }, "beach").shot.props).toEqual(["lantern"]);
    expect(stageShot({ ...shot, setting: "interior", props: ["lamp"] }, "bedroom").shot.props).toEqual(["lamp"]);
    expect(stageShot({ ...shot, props: ["boat"], action: "He folds a boat." }, "beach").shot.props).toEqual(["paperboat"]);
    expect(stageShot({ ...shot, props: ["boat"], action: "They row." }, "beach").shot.props).toEqual(["boat"]);
  });

  it("fill the frame when a close shot has nobody in it", () => {
    const close = stageShot({ ...shot, size: "close", action: "CLOSE ON the kettle." }, "kitchen").shot;
    expect([close.size, close.props]).toEqual(["insert", ["kettle"]]);
    expect(stageShot({ ...shot, size: "close", action: "Silence." }, "kitchen").shot.size).toBe("full");
  });
});
