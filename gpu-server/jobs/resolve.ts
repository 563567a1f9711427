// Which engine serves a job, and what of the job it cannot honour. Nothing is left out silently.
import { CodedError } from "../../shared/contract/errors.ts";
import type { JobSpec } from "../../shared/contract/farm-http.ts";
import { frameHeight, frameWidth } from "../../shared/domain/animatic/types.ts";
import type { EngineOffer } from "../../shared/contract/node-link.ts";

function refuse(code: "kind_not_served" | "parameter_not_served" | "forbidden", path: string, message: string): never {
  throw new CodedError(code, message, { fields: [{ path, message }] });
}

/**
 * The id of the engine for `spec` among `offers`: the named one, or the first that does this kind in this quality.
 * `at` stands before the paths of fields ("jobs.3."). Throws CodedError kind_not_served, parameter_not_served, forbidden.
 */
export function resolveEngine(spec: JobSpec, offers: readonly EngineOffer[], at = ""): string {
  if (spec.rating === "mature")
    refuse(
      "forbidden",
      spec.type === undefined ? `${at}rating` : `${at}type`,
      "This farm serves the rating general alone. Send the job with rating general.",
    );
  const able = offers.filter((offer) => offer.kinds.includes(spec.kind) && offer.qualities.includes(spec.quality));
  const offer = able.find((candidate) => spec.engine === undefined || candidate.id === spec.engine);
  if (offer === undefined) {
    const who = spec.engine === undefined ? "No engine of this farm does" : `This farm has no engine ${spec.engine} that does`;
    const path = fieldAtFault(spec, offers);
    refuse("kind_not_served", at + path, `${who} ${spec.kind} in quality ${spec.quality}. GET /v1/farm lists what is served.`);
  }
  if (spec.model !== undefined && !offer.models.includes(spec.model)) {
    refuse(
      "parameter_not_served",
      `${at}model`,
      `The engine ${offer.id} has no such model. Choose one of: ${offer.models.join(", ") || "none"}.`,
    );
  }
  if (offer.id === "draft") refuseForDraft(spec, at);
  return offer.id;
}

/** The field to change when no engine fits: the shorthand, the kind that nobody does, the named engine, or the quality. */
function fieldAtFault(spec: JobSpec, offers: readonly EngineOffer[]): string {
  if (spec.type !== undefined) return "type";
  if (!offers.some(({ kinds }) => kinds.includes(spec.kind))) return "kind";
  return spec.engine === undefined ? "quality" : "engine";
}

function refuseOtherSize({ width, height }: { width?: number | undefined; height?: number | undefined }, at: string): void {
  const [path, differs] =
    width !== undefined && width !== frameWidth ? ["width", true] : ["height", (height ?? frameHeight) !== frameHeight];
  if (!differs) return;
  const message = `Drafts are ${frameWidth}x${frameHeight}. Leave the size out, or choose quality fast or high.`;
  refuse("parameter_not_served", `${at}input.${path}`, message);
}

/** The draft engine draws from the shot's words alone: it takes no pictures, by design. */
function refuseForDraft(spec: JobSpec, at: string): void {
  const refusePicture = (path: string) =>
    refuse(
      "parameter_not_served",
      path,
      "The draft engine draws from the shot alone and takes no pictures. Leave this out or choose quality fast or high.",
    );
  if (spec.kind === "image.generate" || spec.kind === "video.generate") refuseOtherSize(spec.input, at);
  if (spec.kind === "image.generate" && spec.input.references.length > 0) refusePicture(`${at}input.references`);
  if (spec.kind !== "video.generate") return;
  for (const [index, segment] of spec.input.segments.entries()) {
    const path = `${at}input.segments.${index}.`;
    if (segment.references.length > 0) refusePicture(`${path}references`);
    if (segment.firstFrame !== undefined) refusePicture(`${path}firstFrame`);
    if (segment.lastFrame !== undefined) refusePicture(`${path}lastFrame`);
  }
}
