// A thin bar of progress; on a picture it lies along the lower edge.

/** `value` from 0 to 1. */
export function ProgressBar({
  value,
  label,
  onPicture = false,
  className = "",
}: {
  value: number;
  label: string;
  onPicture?: boolean;
  className?: string;
}) {
  const whole = Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuenow={whole}
      aria-valuemin={0}
      aria-valuemax={100}
      className={`bar block ${onPicture ? "bar-on-picture" : ""} ${className}`}
    >
      <i style={{ width: `${whole}%` }} />
    </span>
  );
}
