// The one chip that says what a shot or a job does: icon, word and tone, on a surface or on a picture.
import {
  Ban,
  Check,
  CircleDashed,
  CircleHelp,
  Clock,
  CloudOff,
  Eye,
  FileX2,
  Film,
  History,
  Pause,
  ShieldAlert,
  TriangleAlert,
  type LucideIcon,
} from "lucide-react";
import type { CSSProperties } from "react";
import type { JobView, ShotState, ShotView } from "../../shared/contract/studio/views.ts";
import { strings } from "../app/strings.ts";
import type { Tone } from "./tone.ts";

export interface StateLook {
  icon: LucideIcon | "ring";
  word: string;
  tone: Tone;
  /** 0 to 1, for the ring. */
  progress?: number;
}

const shotLooks: Record<ShotState, { icon: LucideIcon | "ring"; tone: Tone }> = {
  draft: { icon: CircleDashed, tone: "none" },
  "to-approve": { icon: Eye, tone: "turn" },
  approved: { icon: Check, tone: "ok" },
  unsent: { icon: CloudOff, tone: "none" },
  unknown: { icon: CircleHelp, tone: "turn" },
  queued: { icon: Clock, tone: "none" },
  rendering: { icon: "ring", tone: "busy" },
  rendered: { icon: Film, tone: "ok" },
  stale: { icon: History, tone: "stale" },
  failed: { icon: TriangleAlert, tone: "fail" },
  blocked: { icon: ShieldAlert, tone: "fail" },
  cancelled: { icon: Ban, tone: "none" },
};

const resting: ReadonlySet<ShotState> = new Set(["draft", "to-approve", "approved"]);

/** At rest only what may not be used any more has a cause: a take was made with somebody whose consent ended. */
export const isMarked = (shot: Pick<ShotView, "state" | "detail">): boolean => shot.detail !== null && resting.has(shot.state);

/** The icon and tone of a shot state, for legends. */
export function lookOfState(state: ShotState): { icon: LucideIcon | "ring"; tone: Tone } {
  return shotLooks[state];
}

/** How a shot's state looks and reads. */
export function shotLook(shot: Pick<ShotView, "state" | "progress" | "position" | "detail">): StateLook {
  const words: Partial<Record<ShotState, string>> = {
    queued: strings.stateWord.queued(shot.position),
    rendering: strings.stateWord.rendering(shot.progress),
    stale: strings.stateWord.stale(shot.detail),
  };
  if (isMarked(shot)) return { icon: FileX2, word: strings.stateWord.marked(strings.states[shot.state]), tone: "fail" };
  return {
    ...shotLooks[shot.state],
    word: words[shot.state] ?? strings.states[shot.state],
    ...(shot.progress === null ? {} : { progress: shot.progress }),
  };
}

/** How a job's state looks and reads. `lost` is true while the farm does not answer. */
export function jobLook(job: JobView, lost: boolean): StateLook {
  const word = strings.stateWord;
  switch (job.state) {
    case "unsent":
      return { icon: CloudOff, word: strings.states.unsent, tone: "none" };
    case "unknown":
      return { icon: CircleHelp, word: strings.states.unknown, tone: "turn" };
    case "queued":
      return job.heldBack
        ? { icon: Pause, word: word.pausedByYou, tone: "none" }
        : { icon: Clock, word: word.inLine(job.position), tone: "none" };
    case "running":
      return {
        icon: "ring",
        word: lost && job.progress !== null ? word.lastSeen(job.progress) : word.running(job.progress),
        tone: "busy",
        progress: job.progress ?? 0,
      };
    case "succeeded":
      return { icon: Check, word: word.done, tone: "ok" };
    case "failed":
      return { icon: TriangleAlert, word: job.refunded > 0 ? word.failedRefunded : strings.states.failed, tone: "fail" };
    case "cancelled":
      return { icon: Ban, word: strings.states.cancelled, tone: "none" };
    case "blocked":
      return { icon: ShieldAlert, word: strings.states.blocked, tone: "fail" };
  }
}

/** The icon of a look: a ring filled to the percentage, or a drawing. */
export function StateIcon({ look, size = 14 }: { look: Pick<StateLook, "icon" | "tone" | "progress">; size?: number }) {
  if (look.icon === "ring")
    return (
      <span
        className={`ring-progress tone-${look.tone}`}
        aria-hidden
        style={{ "--p": Math.round((look.progress ?? 0) * 100) } as CSSProperties}
      />
    );
  const Icon = look.icon;
  return <Icon size={size} strokeWidth={2} aria-hidden className={`flex-none tone-${look.tone}`} />;
}

/** The chip. `on` says what it lies on. */
export function StateChip({ look, on = "surface" }: { look: StateLook; on?: "surface" | "picture" }) {
  const shape = on === "picture" ? "over top-1.5 right-1.5 max-w-[62%]" : `chip chip-${look.tone}`;
  return (
    <span className={shape} title={look.word}>
      <StateIcon look={look} size={13} />
      <span className="truncate leading-4">{look.word}</span>
    </span>
  );
}
