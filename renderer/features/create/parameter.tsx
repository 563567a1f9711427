// The rows of the settings: a name, a control, its value; or the locked pattern with the reason and a way out.
import { Lock, RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import type { CreateAbility } from "../../../shared/contract/studio/create.ts";
import { create as words } from "../../app/strings/create.ts";
import { IconButton } from "../../ui/button.tsx";
import { Slider } from "../../ui/slider.tsx";

/** A row: its name at the left, its control in the rest. */
export function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-h-[30px] items-center gap-2 max-md:min-h-11">
      <span className="w-[68px] flex-none text-12 text-text-2" aria-hidden>
        {label}
      </span>
      {children}
    </div>
  );
}

export interface LockedEntry {
  name: string;
  /** What is kept of it, as it reads; null where there is nothing. */
  value: string | null;
  reason: string;
}

/** Parameters that cannot be set, those of one reason in one frame. */
export function Locked({ entries, wayOut }: { entries: readonly LockedEntry[]; wayOut?: ReactNode }) {
  const reasons = [...new Set(entries.map((entry) => entry.reason))];
  return reasons.map((reason) => {
    const own = entries.filter((entry) => entry.reason === reason);
    const names = own.map((entry) => entry.name).join(", ");
    return (
      <div key={reason} role="group" aria-label={words.locked(names)} aria-disabled className="locked">
        {own.map((entry) => (
          <div key={entry.name} className="flex items-center gap-2 py-px">
            <Lock size={14} strokeWidth={1.75} aria-hidden className="flex-none" />
            <span>{entry.name}</span>
            {entry.value === null ? null : <span className="num ml-auto">{entry.value}</span>}
          </div>
        ))}
        <p className="locked-why">
          {reason} {wayOut}
        </p>
      </div>
    );
  });
}

interface NumberRowProps {
  label: string;
  ability: Extract<CreateAbility, { state: "number" }>;
  /** Null: the engine's own. */
  value: number | null;
  onChange: (value: number | null) => void;
  text?: (value: number) => string;
}

/** A number on a line; taken back to the engine's own by a press. */
export function NumberRow({ label, ability, value, onChange, text = String }: NumberRowProps) {
  const shown = value ?? ability.default ?? (ability.min + ability.max) / 2;
  const isOwn = value === null;
  return (
    <Row label={label}>
      <Slider label={label} value={shown} min={ability.min} max={ability.max} step={ability.step} onChange={onChange} text={text} />
      <span className={`num w-[42px] flex-none text-right text-12 ${isOwn ? "text-text-3" : ""}`}>
        {isOwn && ability.default === null ? "auto" : text(shown)}
      </span>
      {isOwn ? null : (
        <IconButton label={words.reset(label)} className="-mr-1.5 !w-6" onClick={() => onChange(null)}>
          <RotateCcw size={13} strokeWidth={1.75} aria-hidden />
        </IconButton>
      )}
    </Row>
  );
}
