// Plans as data: credits each month, share of the farm, how many jobs may be open, and what each plan may do.
// Nothing of draft quality is gated.
import { CodedError } from "../../shared/contract/errors.ts";
import type { JobSpec } from "../../shared/contract/farm-http.ts";

/** What a plan may allow: editing and upscaling of pictures, video jobs past 30 s, characters shared on the farm. */
type Entitlement = "advanced-tools" | "long-video" | "shared-characters";

export interface Plan {
  name: string;
  creditsPerMonth: number;
  /** Price a month in US cents; null where it is not sold. */
  centsPerMonth: number | null;
  /** Share of the farm against other accounts that wait. */
  weight: 1 | 2 | 4;
  /** Jobs that may wait or run at once. */
  openJobs: number;
  entitlements: readonly Entitlement[];
}

/** The plans. `local` is of a local farm's owner, `free` of an account that bought none. */
export const plans = {
  local: {
    name: "local",
    creditsPerMonth: 1000,
    centsPerMonth: null,
    weight: 4,
    openJobs: 5000,
    entitlements: ["advanced-tools", "long-video", "shared-characters"],
  },
  free: { name: "free", creditsPerMonth: 0, centsPerMonth: 0, weight: 1, openJobs: 200, entitlements: [] },
  starter: { name: "starter", creditsPerMonth: 10, centsPerMonth: 999, weight: 1, openJobs: 500, entitlements: [] },
  pro: { name: "pro", creditsPerMonth: 25, centsPerMonth: 1999, weight: 2, openJobs: 1000, entitlements: ["advanced-tools"] },
  creator: {
    name: "creator",
    creditsPerMonth: 60,
    centsPerMonth: 3999,
    weight: 4,
    openJobs: 2000,
    entitlements: ["advanced-tools", "long-video", "shared-characters"],
  },
} as const satisfies Record<string, Plan>;

/** The plan of that name; `free` for one that is not known any more, and for none. */
export function planNamed(name: string | null): Plan {
  return name !== null && Object.hasOwn(plans, name) ? plans[name as keyof typeof plans] : plans.free;
}

/** Segments of a video job that every plan may send: 30 s. */
const mostWithoutLongVideo = 6;
const advancedKinds: readonly JobSpec["kind"][] = ["image.edit", "image.upscale", "video.upscale"];

/** Throws CodedError forbidden, with the field, when `plan` does not allow `spec`. `at` stands before the field's path. */
export function requireEntitled(plan: Plan, spec: JobSpec, at: string): void {
  if (spec.quality === "draft") return;
  const refuse = (entitlement: Entitlement, path: string, what: string) => {
    if (plan.entitlements.includes(entitlement)) return;
    const which = Object.values<Plan>(plans).filter((other) => other.centsPerMonth && other.entitlements.includes(entitlement));
    const message = `The plan ${plan.name} does not include ${what}. These plans do: ${which.map(({ name }) => name).join(", ")}.`;
    throw new CodedError("forbidden", message, { fields: [{ path: at + path, message }] });
  };
  if (advancedKinds.includes(spec.kind)) refuse("advanced-tools", "kind", spec.kind);
  if (spec.kind === "video.generate" && spec.input.segments.length > mostWithoutLongVideo)
    refuse("long-video", "input.segments", `video jobs of more than ${mostWithoutLongVideo} segments`);
}
