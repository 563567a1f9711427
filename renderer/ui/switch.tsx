// A switch: something that is on or off and takes effect at once.
import { Switch as Base } from "@base-ui/react/switch";

/** The switch alone; `label` is its name. */
export function Switch({
  label,
  checked,
  onChange,
  disabled = false,
  describedBy,
}: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  describedBy?: string | undefined;
}) {
  return (
    <Base.Root
      aria-label={label}
      aria-describedby={describedBy}
      checked={checked}
      disabled={disabled}
      onCheckedChange={onChange}
      className="relative inline-block h-[18px] w-8 flex-none rounded-full border border-control bg-canvas before:absolute before:-inset-x-1 before:-inset-y-2 data-checked:border-accent data-checked:bg-accent data-disabled:border-dashed"
    >
      <Base.Thumb className="absolute top-[2px] left-[2px] block size-3 rounded-full bg-text-2 data-checked:left-4 data-checked:bg-on-accent" />
    </Base.Root>
  );
}
