// What the farm says of plans and devices, in the words that the screens show.
import type { z } from "zod";
import type { plansSchema } from "../../shared/contract/farm-http.ts";
import type { sessionListSchema } from "../../shared/contract/farm-identity.ts";
import type { DeviceView, PlanView } from "../../shared/contract/studio/account.ts";
import { counted } from "../words.ts";

type Plan = z.output<typeof plansSchema>["plans"][number];
type Session = z.output<typeof sessionListSchema>["sessions"][number];

const months = "January February March April May June July August September October November December".split(" ");
const day = (at: Date) => `${at.getUTCDate()} ${months[at.getUTCMonth()] ?? ""}`;

/** The plan's next credits: it gives them on the first of each month (UTC). */
export function nextGrant({ creditsPerMonth }: Pick<Plan, "creditsPerMonth">, now: number): { credits: number; at: string } | null {
  if (creditsPerMonth === 0) return null;
  const at = new Date(now);
  return { credits: creditsPerMonth, at: new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1)).toISOString() };
}

/** A plan in words; `now` where it is the account's own, to say when its next credits come. */
export function planView(plan: Plan, now: number | null): PlanView {
  const { name, creditsPerMonth, centsPerMonth, weight, openJobs } = plan;
  const price = centsPerMonth === null || centsPerMonth === 0 ? "" : ` for ${(centsPerMonth / 100).toFixed(2)}`;
  const next = now === null ? null : nextGrant(plan, now);
  const grants =
    creditsPerMonth === 0
      ? "No credits of its own. What costs none is free to make."
      : next === null
        ? `${counted(creditsPerMonth, "credit")} a month${price}; what is left at the end of a month ends with it.`
        : `${counted(creditsPerMonth, "credit")} a month${price}. The next ${creditsPerMonth === 1 ? "one comes" : `${creditsPerMonth} come`} on ${day(new Date(next.at))}; what is left of this month's ends that day.`;
  return {
    name,
    creditsPerMonth,
    centsPerMonth,
    entitlements: [...(weight > 1 ? ["priority queue"] : []), ...plan.entitlements.map((word) => word.replaceAll("-", " "))],
    openJobs,
    words: grants,
  };
}

/** How this studio calls itself to a farm, and so in the list of devices. */
export function agentOf(version: string, platform: string): string {
  const systems: Record<string, string> = { darwin: "macOS", win32: "Windows", linux: "Linux" };
  return `OurVidz-Studio/${version} (${systems[platform] ?? platform})`;
}

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(Chrome|CriOS|Chromium)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/Linux/, "Linux"],
];

/** A session as a device that a person knows. */
export function deviceView({ id, current, device, address, createdAt, lastUsedAt, expiresAt }: Session): DeviceView {
  const words = device ?? "";
  const studio = /^OurVidz-Studio\/\S+ \(([^)]{1,40})\)/.exec(words)?.[1];
  const found = (list: typeof browsers) => list.find(([pattern]) => pattern.test(words))?.[1];
  const browser = found(browsers);
  const system = found(systems);
  const name =
    studio !== undefined
      ? `OurVidz Studio on ${studio}`
      : browser !== undefined
        ? `${browser}${system === undefined ? "" : ` on ${system}`}`
        : words.slice(0, 80) || "A program that gave no name";
  const kind = studio !== undefined ? "studio" : browser !== undefined ? "browser" : "other";
  return { id, current, name, kind, address, signedInAt: createdAt, lastUsedAt, endsAt: expiresAt };
}
