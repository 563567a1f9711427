// Pictures for the angles that a character lacks: what they would cost and how long they take, and the jobs for them. They
// go through Create like everything else that is made.
import { CodedError } from "../../../shared/contract/errors.ts";
import { createDraftSchema, type CreateDraft } from "../../../shared/contract/studio/draft.ts";
import type { Handlers, Output } from "../../../shared/contract/studio/index.ts";
import { type Angle, angleLabels, angles, type CharacterContent } from "../../../shared/domain/character.ts";
import { lookText } from "../../../shared/domain/character-changes.ts";
import type { Eta } from "../../../shared/contract/farm-http.ts";
import type { CharacterRow } from "./character-rows.ts";
import type { Consent } from "./consent.ts";

interface TurnaroundPorts {
  create: Pick<Handlers["create"], "abilities" | "quote" | "submit">;
  consent: Consent;
}

const views: Record<Angle, string> = {
  front: "front view, facing the camera, head and shoulders",
  "three-quarter": "three-quarter view, head and shoulders",
  profile: "side view in profile, head and shoulders",
  back: "seen from behind, head and shoulders",
  "full-body": "full body, standing, from head to foot",
  expression: "close-up of the face, a clear expression",
};

/** What the picture of one angle shows, in words. */
function promptFor({ profile, looks }: CharacterContent, angle: Angle): string {
  const age = profile.age.years === null ? profile.age.statement : `${profile.age.years} years old`;
  const [look] = looks;
  return [
    `${profile.name}, ${views[angle]}, before a plain grey wall, even light.`,
    [profile.roleLine, age].filter(Boolean).join(", "),
    look === undefined ? "" : lookText(look),
    profile.palette.length === 0 ? "" : `Colours: ${profile.palette.join(", ")}.`,
  ]
    .filter((part) => part !== "")
    .join(" ")
    .slice(0, 8000);
}

export function createTurnaround({ create, consent }: TurnaroundPorts) {
  const plan = async (row: CharacterRow, asked: readonly Angle[] | undefined) => {
    const there = new Set(row.content.references.map(({ angle }) => angle));
    const wanted = asked ?? angles.filter((angle) => !there.has(angle));
    const { tasks, engines } = await create.abilities({});
    const image = tasks.find(({ task }) => task === "image");
    const quality = (["fast", "high", "draft"] as const).find((one) => typeof image?.engines[one] === "string") ?? "draft";
    const engine = image?.engines[quality] ?? null;
    const ability = engines.find(({ id }) => id === engine)?.tasks.find(({ task }) => task === "image")?.parameters.references;
    const takesReferences = ability?.state === "files";
    const main = row.content.references.find((one) => one.main);
    const use = main === undefined ? null : consent.consentOf(main.hash, { rating: "general", projectId: null });
    const notes = [
      ...(engine === "draft" ? ["The draft engine draws the look, not the face: these are drafts to replace later."] : []),
      ...(main === undefined ? ["There is no main reference: the pictures follow the words alone."] : []),
      ...(main !== undefined && !takesReferences && engine !== "draft"
        ? ["The engine takes no references: the pictures follow the words alone."]
        : []),
    ];
    const drafts = wanted.map((angle): CreateDraft =>
      createDraftSchema.parse({
        task: "image",
        prompt: promptFor(row.content, angle),
        quality,
        count: 1,
        references: main !== undefined && takesReferences ? [{ hash: main.hash, assetId: null }] : [],
        goesTo: { to: "character", characterId: row.id, angle },
      }),
    );
    return { wanted, drafts, engine, notes, consentStops: main !== undefined && use?.allowed === false ? use.words : null };
  };
  return {
    async quote(row: CharacterRow, asked?: readonly Angle[]): Promise<Output<"characters", "turnaroundQuote">> {
      const { wanted, drafts, engine, notes, consentStops } = await plan(row, asked);
      let credits = 0;
      let wait: Eta | null = null;
      let blockedBy = wanted.length === 0 ? "Every angle has a picture already." : consentStops;
      for (const draft of drafts) {
        const quote = await create.quote({ draft });
        credits += quote.credits;
        if (quote.wait !== null) wait = wait === null ? quote.wait : { p50: wait.p50 + quote.wait.p50, p80: wait.p80 + quote.wait.p80 };
        blockedBy ??= quote.blockedBy ?? quote.refused[0]?.reason ?? null;
      }
      return {
        angles: wanted.map((angle) => ({ angle, label: angleLabels[angle], prompt: promptFor(row.content, angle) })),
        engine,
        credits,
        eta: wait,
        blockedBy,
        notes,
      };
    },
    async submit(row: CharacterRow, asked: readonly Angle[] | undefined, expectedCredits: number | undefined): Promise<string[]> {
      const quote = await this.quote(row, asked);
      if (quote.blockedBy !== null) throw new CodedError("conflict", quote.blockedBy);
      if (expectedCredits !== undefined && quote.credits !== expectedCredits)
        throw new CodedError("conflict", `The price changed to ${quote.credits} credits. Look at it and send again.`);
      const { drafts } = await plan(row, asked);
      const jobIds: string[] = [];
      for (const draft of drafts) jobIds.push((await create.submit({ draft })).job.id);
      return jobIds;
    },
  };
}
