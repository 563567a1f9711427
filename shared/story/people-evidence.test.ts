// The rules of who is a person and who is weather, a place or a mark of the page.
import { describe, expect, it } from "vitest";
import { breakDown } from "./index.ts";

const cast = (text: string): string[] => breakDown(text, { format: "prose" }).cast.map((person) => person.name);

describe("weather and nature", () => {
  it("are nobody, in six languages, however often they open a sentence", () => {
    for (const [told, name] of [
      [
        "Rain hangs over everything. Mara walks home. Rain falls. Silence fills the room. Snow covers Mara. Winter waits. Winter sleeps.",
        "Mara",
      ],
      [
        "La lluvia cae. Mara camina sola. Silencio entra en la casa. Silencio sale. Lluvia cae. Niebla llega. Niebla baja. Mara espera.",
        "Mara",
      ],
      [
        "Mara marche vers le hangar. Brume monte. Brume descend. Silence tombe. Silence monte. Minuit sonne. Mara attend dans la rue.",
        "Mara",
      ],
      [
        "Regen fällt. Regen hängt über der Stadt. Mara geht nach Hause. Nebel kommt. Nebel steigt. Stille geht um. Mara wartet auf den Tag.",
        "Mara",
      ],
      ["Mara cammina verso la casa. Nebbia sale. Nebbia scende. Silenzio entra. Silenzio cade nella stanza. Mara aspetta.", "Mara"],
      ["A Mara caminha para a casa. Chuva cai. Chuva volta. Silêncio entra. Silêncio cai na sala. Mara espera.", "Mara"],
    ] as const)
      expect(cast(told), told).toEqual([name]);
  });

  it("are someone where the story says so", () => {
    expect(cast('Rain, nine, sat on the step. "Hello," said Rain. Everyone liked Rain.')).toEqual(["Rain"]);
    expect(cast("In the hall Mr. Frost waited. Mr. Frost laughed.")).toEqual(["Mr. Frost"]);
  });

  it("know a trade that is part of a name", () => {
    expect(cast('Commander Ines Duarte drifts past the window of the station.\n\n"We lost the antenna," she said.')).toEqual([
      "Commander Ines Duarte",
    ]);
  });

  it("leave a whole name told once to whoever is called by half of it", () => {
    expect(cast('Tam Whitlock rubs his eyes in the hall.\n\n"Tam, wait," said Ben.\n\n"For what?"')).toEqual(["Tam Whitlock", "Ben"]);
  });

  it("and other words that only open sentences need a deed that people do", () => {
    expect(cast("Gravel crunches. Mara walks home. Gravel rattles under Mara.")).toEqual(["Mara"]);
  });
});

describe("places", () => {
  it("are nobody: as a dateline, after a preposition, or by their own", () => {
    expect(cast("Marseille, cinq heures du matin. Le port dort encore. Jeanne ouvre la porte du café. Jeanne rit.")).toEqual(["Jeanne"]);
    expect(cast("Lisboa, seis da manhã. A chuva cai sobre o Tejo. Marta abre a janela. Marta espera.")).toEqual(["Marta"]);
    expect(cast("Wrexford, five o'clock in the morning. Jane opens the door. Wrexford sleeps.")).toEqual(["Jane"]);
    expect(cast("In Lisbon Ana sleeps. Paris glitters below. Paris waits. Tokyo wakes. Tokyo sleeps. Ana turns.")).toEqual(["Ana"]);
    expect(cast("Clara fährt nach Berlin. Berlin schläft. Berlin wartet. Clara lacht über den Tag.")).toEqual(["Clara"]);
  });
});
