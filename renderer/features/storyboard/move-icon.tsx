// The sign of a camera move.
import {
  ArrowDown,
  ArrowDownToLine,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  ArrowUpToLine,
  Hand,
  Lock,
  MoveLeft,
  MoveRight,
  MoveUp,
  type LucideIcon,
} from "lucide-react";
import type { ShotMove } from "../../../shared/domain/shot.ts";

const icons: Record<ShotMove, LucideIcon> = {
  static: Lock,
  "push-in": MoveUp,
  "pull-out": ArrowDownToLine,
  "track-left": ArrowLeft,
  "track-right": ArrowRight,
  "pan-left": MoveLeft,
  "pan-right": MoveRight,
  "tilt-up": ArrowUp,
  "tilt-down": ArrowDown,
  "crane-up": ArrowUpToLine,
  handheld: Hand,
};

/** Decoration beside the move's name. */
export function MoveIcon({ move }: { move: ShotMove }) {
  const Icon = icons[move];
  return <Icon size={12} strokeWidth={2} aria-hidden />;
}
