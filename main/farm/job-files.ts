// Which files of the library a job names, and where: the farm must have them before the job does. Pure.
import type { JobRequest } from "../../shared/contract/farm-http.ts";

export interface NamedFile {
  /** In the job: "input.references.1.file". */
  path: string;
  hash: string;
}

const hashPattern = /^[0-9a-f]{64}$/;

type Given = string | { file: string } | undefined;

function named(path: string, given: Given): NamedFile[] {
  if (given === undefined) return [];
  const [at, hash] = typeof given === "string" ? [path, given] : [`${path}.file`, given.file];
  // `parent` is a file that another job has not made yet.
  return hashPattern.test(hash) ? [{ path: at, hash }] : [];
}

const all = (path: string, given: readonly Given[] | undefined) => (given ?? []).flatMap((one, index) => named(`${path}.${index}`, one));

/** Every file that `spec` names, each once, at the first place that names it. */
export function filesOf(spec: JobRequest): NamedFile[] {
  const places = (): NamedFile[] => {
    switch (spec.kind) {
      case "video.generate":
        return [
          ...named("input.extend", spec.input.extend),
          ...spec.input.segments.flatMap((segment, index) => {
            const at = `input.segments.${index}`;
            return [
              ...named(`${at}.firstFrame`, segment.firstFrame),
              ...named(`${at}.lastFrame`, segment.lastFrame),
              ...all(`${at}.references`, segment.references),
            ];
          }),
        ];
      case "image.generate":
        return all("input.references", spec.input.references);
      case "image.edit":
        return [
          ...named("input.image", spec.input.image),
          ...named("input.mask", spec.input.mask),
          ...all("input.references", spec.input.references),
        ];
      case "image.upscale":
        return named("input.image", spec.input.image);
      case "video.upscale":
        return named("input.clip", spec.input.clip);
      default:
        return [];
    }
  };
  const seen = new Set<string>();
  return places().filter(({ hash }) => !seen.has(hash) && seen.add(hash));
}
