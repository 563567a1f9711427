// A choice of one from a short list, as a field that opens.
import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";

interface SelectProps<T extends string> {
  label: string;
  value: T;
  /** Each value with its word, in order. */
  options: Readonly<Record<T, string>>;
  onChange: (value: T) => void;
  className?: string;
  /** Of a Field around it. */
  id?: string;
  describedBy?: string | undefined;
  invalid?: boolean;
  small?: boolean;
}

/** A select; `label` names it for those who do not see the field's heading. */
export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
  className = "",
  id,
  describedBy,
  invalid = false,
  small = true,
}: SelectProps<T>) {
  const items = Object.entries(options) as [T, string][];
  return (
    <Base.Root items={options} value={value} modal={false} onValueChange={(next) => next !== null && onChange(next as T)}>
      <Base.Trigger
        aria-label={label}
        {...(id === undefined ? {} : { id })}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        className={`input ${small ? "input-small" : ""} ${className}`}
      >
        <Base.Value className="truncate" />
        <Base.Icon className="ml-auto text-text-3">
          <ChevronsUpDown size={14} strokeWidth={1.75} aria-hidden />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-[var(--ov-z-menu)]">
          <Base.Popup className="menu !min-w-[max(160px,var(--anchor-width))]">
            {items.map(([option, word]) => (
              <Base.Item key={option} value={option} className="menu-item">
                <span className="w-4 flex-none">
                  <Base.ItemIndicator>
                    <Check size={14} strokeWidth={2} aria-hidden />
                  </Base.ItemIndicator>
                </span>
                <Base.ItemText>{word}</Base.ItemText>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
