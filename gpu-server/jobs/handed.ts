// What a job takes from the one that it follows: `{parent}` in its texts stands for the other's text, `parent` in place of a
// file's hash for its first picture or clip. Looked for at submission, filled in when the job is given to a node.
import { CodedError } from "../../shared/contract/errors.ts";
import type { JobSpec } from "../../shared/contract/farm-http.ts";

/** What a job can take: the unit that the other delivers. */
export type Taken = "text" | "image" | "clip";

const textMark = "{parent}";
const fileMark = "parent";

/** Fields that may hold a mark, each with what it takes. Labels, voices and the like are no texts to fill in. */
function places(spec: JobSpec): { path: string; takes: Taken; marked: boolean }[] {
  const text = (path: string, value: string | undefined) => ({ path, takes: "text" as const, marked: value?.includes(textMark) ?? false });
  const file = (path: string, value: string | undefined, takes: Taken = "image") => ({ path, takes, marked: value === fileMark });
  const files = (path: string, values: readonly (string | { file: string })[]) =>
    values.map((value, index) => (typeof value === "string" ? file(`${path}.${index}`, value) : file(`${path}.${index}.file`, value.file)));
  switch (spec.kind) {
    case "video.generate":
      return [
        file("input.extend", spec.input.extend, "clip"),
        ...spec.input.segments.flatMap((segment, index) => {
          const at = `input.segments.${index}.`;
          return [
            text(`${at}prompt`, segment.prompt),
            file(`${at}firstFrame`, segment.firstFrame),
            file(`${at}lastFrame`, segment.lastFrame),
            ...files(`${at}references`, segment.references),
          ];
        }),
      ];
    case "image.generate":
      return [text("input.prompt", spec.input.prompt), ...files("input.references", spec.input.references)];
    case "image.edit":
      return [
        text("input.prompt", spec.input.prompt),
        file("input.image", spec.input.image),
        ...files("input.references", spec.input.references),
      ];
    case "image.upscale":
      return [file("input.image", spec.input.image)];
    case "video.upscale":
      return [file("input.clip", spec.input.clip, "clip")];
    case "audio.speech":
      return [text("input.text", spec.input.text)];
    case "audio.effect":
    case "audio.music":
    case "text.enhance":
      return [text("input.prompt", spec.input.prompt)];
    case "text.storyboard":
      return [text("input.story", spec.input.story)];
    case "text.chat":
      return spec.input.messages.map((message, index) => text(`input.messages.${index}.text`, message.text));
  }
}

function refuse(path: string, message: string): never {
  throw new CodedError("invalid_input", message, { fields: [{ path, message }] });
}

/**
 * What `spec` takes from the job that it follows; null for nothing. Without `after`, braces are plain text and a file that is
 * `parent` is refused by its field, as is a job that takes two sorts of things. `at` stands before the paths of fields.
 */
export function takenBy(spec: JobSpec, at: string): Taken | null {
  const marked = places(spec).filter((place) => place.marked);
  if (spec.after === undefined) {
    const file = marked.find(({ takes }) => takes !== "text");
    if (file !== undefined) refuse(at + file.path, "Say with `after` whose result this takes, or name a file by its SHA-256.");
    return null;
  }
  const [first] = marked;
  const other = marked.find(({ takes }) => takes !== first?.takes);
  if (other !== undefined) refuse(at + other.path, `A job makes one sort of thing: take either its ${first?.takes} or its ${other.takes}.`);
  return first?.takes ?? null;
}

/** `spec` with `value` in place of every mark of that sort: a text, or a file's hash. Not checked against the schema yet. */
export function filledWith(spec: JobSpec, takes: Taken, value: string): unknown {
  const marked = new Set(
    places(spec)
      .filter((place) => place.marked && place.takes === takes)
      .map(({ path }) => path),
  );
  const walk = (node: unknown, path: string): unknown => {
    if (typeof node === "string") {
      if (!marked.has(path)) return node;
      return takes === "text" ? node.replaceAll(textMark, () => value) : value;
    }
    if (Array.isArray(node)) return node.map((item, index) => walk(item, `${path}.${index}`));
    if (typeof node !== "object" || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, walk(item, path === "" ? key : `${path}.${key}`)]));
  };
  return walk(spec, "");
}
