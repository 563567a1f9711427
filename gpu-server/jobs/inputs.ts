// Which files a job names by their hash, each with its field: submission asks that the account has them, and retention keeps them until
// a day after the job's end.
import type { JobSpec } from "../../shared/contract/farm-http.ts";

export interface NamedFile {
  /** The field, without what stands before it in a batch. */
  path: string;
  sha256: string;
  kind: "image" | "video";
}

type References = Extract<JobSpec, { kind: "image.generate" }>["input"]["references"];

const hash = /^[0-9a-f]{64}$/;

/** The files that `spec` names. The result of a job before it (`parent`) is none: it does not exist yet. */
export function filesNamed(spec: JobSpec): NamedFile[] {
  const image = (path: string, sha256: string | undefined): NamedFile[] => (sha256 === undefined ? [] : [{ path, sha256, kind: "image" }]);
  const references = (at: string, given: References) =>
    given.flatMap((one, place) =>
      typeof one === "string" ? image(`${at}references.${place}`, one) : image(`${at}references.${place}.file`, one.file),
    );
  const video = (path: string, sha256: string | undefined): NamedFile[] => (sha256 === undefined ? [] : [{ path, sha256, kind: "video" }]);
  const named = (): NamedFile[] => {
    switch (spec.kind) {
      case "video.generate":
        return [
          ...video("input.extend", spec.input.extend),
          ...spec.input.segments.flatMap((segment, place) => {
            const at = `input.segments.${place}.`;
            const { firstFrame, lastFrame } = segment;
            return [...image(`${at}firstFrame`, firstFrame), ...image(`${at}lastFrame`, lastFrame), ...references(at, segment.references)];
          }),
        ];
      case "image.generate":
        return references("input.", spec.input.references);
      case "image.edit":
        return [
          ...image("input.image", spec.input.image),
          ...image("input.mask", spec.input.mask),
          ...references("input.", spec.input.references),
        ];
      case "image.upscale":
        return image("input.image", spec.input.image);
      case "video.upscale":
        return video("input.clip", spec.input.clip);
      default:
        return [];
    }
  };
  return named().filter(({ sha256 }) => hash.test(sha256));
}
