// A choice that is on or off, with its words beside it.
import { Checkbox } from "@base-ui/react/checkbox";
import { Check as Mark } from "lucide-react";
import { useId, type ReactNode } from "react";

/** A check box; pressing the words presses it. */
export function Check({ checked, onChange, children }: { checked: boolean; onChange: (checked: boolean) => void; children: ReactNode }) {
  const id = useId();
  return (
    <div className="flex min-h-6 items-start gap-2.5 max-md:min-h-11 max-md:items-center">
      <Checkbox.Root
        id={id}
        aria-labelledby={`${id}-words`}
        checked={checked}
        onCheckedChange={onChange}
        className="mt-px grid size-[18px] flex-none place-items-center rounded-1 border border-control bg-canvas data-checked:border-accent data-checked:bg-accent max-md:mt-0"
      >
        <Checkbox.Indicator>
          <Mark size={14} strokeWidth={2.5} aria-hidden className="text-on-accent" />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <label id={`${id}-words`} htmlFor={id} className="min-w-0 pt-px">
        {children}
      </label>
    </div>
  );
}
