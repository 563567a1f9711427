// A number chosen on a line: drag, arrows, Home and End; the value stands beside it in figures.
import { Slider as Base } from "@base-ui/react/slider";

interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
  /** How the value reads: "0.55", "96 px". */
  text?: (value: number) => string;
  disabled?: boolean;
  describedBy?: string | undefined;
  className?: string;
}

/** A slider; `label` is its name. */
export function Slider({
  label,
  value,
  min,
  max,
  step,
  onChange,
  text = String,
  disabled = false,
  describedBy,
  className = "",
}: SliderProps) {
  return (
    <Base.Root
      value={value}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      onValueChange={onChange}
      className={`min-w-[60px] flex-1 ${className}`}
    >
      <Base.Control className="flex h-[26px] touch-none items-center max-md:h-9">
        <Base.Track className="slider-track">
          <Base.Indicator className="slider-filled" />
          <Base.Thumb
            className="slider-thumb"
            getAriaLabel={() => label}
            getAriaValueText={(_, now) => text(now)}
            aria-describedby={describedBy}
          />
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
