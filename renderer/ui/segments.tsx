// A choice of one from two to four words that all stay in sight.
import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import type { ReactNode } from "react";

interface SegmentsProps<T extends string> {
  label: string;
  value: T;
  options: {
    value: T;
    word: ReactNode;
    /** Cannot be chosen; why stands beside the whole. */
    off?: boolean;
  }[];
  onChange: (value: T) => void;
  className?: string;
}

/** Words side by side, one of them pressed. */
export function Segments<T extends string>({ label, value, options, onChange, className = "" }: SegmentsProps<T>) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={(next) => {
        const chosen = next[0] as T | undefined;
        if (chosen !== undefined) onChange(chosen);
      }}
      className={`segments ${className}`}
    >
      {options.map((option) => (
        <Toggle key={option.value} value={option.value} disabled={option.off ?? false}>
          {option.word}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
