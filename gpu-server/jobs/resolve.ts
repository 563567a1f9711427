// Which engine serves a job, and what of the job it cannot honour. Nothing is left out silently.
import { CodedError } from "../../shared/contract/errors.ts";
import type { JobSpec } from "../../shared/contract/farm-http.ts";
import { notHonoured } from "../../shared/contract/honours.ts";
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
    const what = `${who} ${spec.kind} in quality ${spec.quality}.`;
    refuse("kind_not_served", at + path, `${what} ${reasonOf(spec, offers) ?? "GET /v1/farm lists what is served."}`);
  }
  if (spec.model !== undefined && !offer.models.includes(spec.model)) {
    refuse(
      "parameter_not_served",
      `${at}model`,
      `The engine ${offer.id} has no such model. Choose one of: ${offer.models.join(", ") || "none"}.`,
    );
  }
  const wrong = notHonoured(spec, offer.abilities);
  if (wrong !== null) refuse("parameter_not_served", at + wrong.path, wrong.message);
  return offer.id;
}

/** Why the engine that was asked for does not do the kind, in its own words. */
function reasonOf(spec: JobSpec, offers: readonly EngineOffer[]): string | undefined {
  const asked = offers.filter(({ id, qualities }) => (spec.engine === undefined ? qualities.includes(spec.quality) : id === spec.engine));
  const abilities = asked.flatMap((offer) => offer.abilities ?? []);
  return abilities.flatMap((ability) => (ability.kind === spec.kind && !ability.served ? [ability.reason] : []))[0];
}

/** The field to change when no engine fits: the shorthand, the kind that nobody does, the named engine, or the quality. */
function fieldAtFault(spec: JobSpec, offers: readonly EngineOffer[]): string {
  if (spec.type !== undefined) return "type";
  if (!offers.some(({ kinds }) => kinds.includes(spec.kind))) return "kind";
  return spec.engine === undefined ? "quality" : "engine";
}
