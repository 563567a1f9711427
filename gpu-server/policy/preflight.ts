// The pre-flight of a job on the farm: every text that a person wrote goes through the policy before
// any credit is held. What was decided is kept; the text is not.
import type { JobSpec } from "../../shared/contract/farm-http.ts";
import { checkFields, checkText, type PolicyField, type PolicyFinding } from "../../shared/domain/policy/index.ts";
import type { ShotSnapshot } from "../../shared/domain/shot.ts";

/** A finding with the text that it was found in, for the salted hash. */
export interface Blocked {
  finding: PolicyFinding;
  text: string;
}

function shotFields(shot: ShotSnapshot, at: string): PolicyField[] {
  return [
    { field: `${at}shot.action`, text: shot.action },
    { field: `${at}shot.place`, text: shot.place },
    ...shot.cast.map(({ name }, index) => ({ field: `${at}shot.cast.${index}.name`, text: name })),
    ...shot.cast.map(({ wears = "" }, index) => ({ field: `${at}shot.cast.${index}.wears`, text: wears })),
    ...shot.props.map((text, index) => ({ field: `${at}shot.props.${index}`, text })),
    ...shot.dialogue.flatMap(({ speaker, text }, index) => [
      { field: `${at}shot.dialogue.${index}.text`, text },
      { field: `${at}shot.dialogue.${index}.speaker`, text: speaker },
    ]),
  ];
}

/** Texts that belong to one picture or request; they are checked together, because a rule's words may stand in different fields. */
interface Passage {
  fields: PolicyField[];
  minorPresent: boolean;
}

function passagesOf(spec: JobSpec): Passage[] {
  const label = spec.label === undefined ? [] : [{ fields: [{ field: "label", text: spec.label }], minorPresent: false }];
  const picture = (
    input: { prompt: string; negative?: string | undefined; shot?: unknown },
    shot: ShotSnapshot | undefined,
    at: string,
  ): Passage => ({
    fields: [
      { field: `${at}prompt`, text: input.prompt },
      ...(input.negative === undefined ? [] : [{ field: `${at}negative`, text: input.negative }]),
      ...(shot === undefined ? [] : shotFields(shot, at)),
    ],
    minorPresent: shot?.cast.some(({ age }) => age === "child" || age === "teen") ?? false,
  });
  const texts = (fields: Record<string, string | undefined>): Passage => ({
    fields: Object.entries(fields).flatMap(([field, text]) => (text === undefined ? [] : [{ field: `input.${field}`, text }])),
    minorPresent: false,
  });
  switch (spec.kind) {
    case "image.edit":
      return [...label, picture(spec.input, undefined, "input.")];
    case "image.upscale":
    case "video.upscale":
      return label;
    case "audio.speech": {
      const { text, style, voice } = spec.input;
      return [...label, texts({ text, style, voice })];
    }
    case "audio.effect":
      return [...label, texts({ prompt: spec.input.prompt })];
    case "audio.music": {
      const { prompt, lyrics } = spec.input;
      return [...label, texts({ prompt, lyrics })];
    }
    case "video.generate":
      return [
        ...label,
        ...spec.input.segments.map((segment, index) =>
          picture(segment, segment.shot as ShotSnapshot | undefined, `input.segments.${index}.`),
        ),
      ];
    case "image.generate":
      return [...label, picture(spec.input, spec.input.shot as ShotSnapshot | undefined, "input.")];
    case "text.enhance":
      return [...label, { fields: [{ field: "input.prompt", text: spec.input.prompt }], minorPresent: false }];
    case "text.storyboard":
      return [
        ...label,
        { fields: [{ field: "input.story", text: spec.input.story }], minorPresent: false },
        ...(spec.input.fileName === undefined
          ? []
          : [{ fields: [{ field: "input.fileName", text: spec.input.fileName }], minorPresent: false }]),
      ];
    case "text.chat":
      return [
        ...label,
        ...(spec.input.persona === undefined
          ? []
          : [{ fields: [{ field: "input.persona", text: spec.input.persona }], minorPresent: false }]),
        ...spec.input.messages.map(({ text }, index) => ({
          fields: [{ field: `input.messages.${index}.text`, text }],
          minorPresent: false,
        })),
      ];
  }
}

/** The first finding in a job's texts, or null when all may be made. `without`: a text that is left out, wherever it stands. */
export function preflight(spec: JobSpec, without?: string): Blocked | null {
  for (const { fields: all, minorPresent } of passagesOf(spec)) {
    const fields = all.filter(({ text }) => text !== without);
    if (fields.length === 0) continue;
    const context = { rating: spec.rating, minorPresent };
    const [only] = fields;
    const finding =
      fields.length === 1 && only !== undefined ? checkText(only.text, { ...context, field: only.field }) : checkFields(fields, context);
    if (finding !== null) return { finding, text: fields.find(({ field }) => field === finding.field)?.text ?? "" };
  }
  return null;
}
