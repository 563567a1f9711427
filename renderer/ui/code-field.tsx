// Six digits of an authenticator app: one real field under six boxes, so that typing, pasting, filling by a
// password manager and reading aloud work as in any field.
import { useId, useState, type Ref } from "react";
import { CircleAlert } from "lucide-react";

const places = [0, 1, 2, 3, 4, 5];

interface CodeFieldProps {
  label: string;
  value: string;
  onChange: (digits: string) => void;
  error?: string | null;
  help?: string;
  ref?: Ref<HTMLInputElement>;
}

/** The digits of `text`, six at most: a pasted "123 456" is a code too. */
export function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, "").slice(0, 6);
}

/** A code of six digits. */
export function CodeField({ label, value, onChange, error = null, help, ref }: CodeFieldProps) {
  const id = useId();
  const [focused, setFocused] = useState(false);
  const at = Math.min(value.length, 5);
  return (
    <div>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <div className="code-field">
        {places.map((place) => (
          <i
            key={place}
            aria-hidden
            className={`code-box ${focused && place === at ? "code-box-current" : ""} ${error === null ? "" : "code-box-wrong"}`}
          >
            {value[place] ?? (focused && place === at ? <span className="code-caret" /> : null)}
          </i>
        ))}
        <input
          ref={ref}
          id={id}
          inputMode="numeric"
          autoComplete="one-time-code"
          spellCheck={false}
          aria-invalid={error !== null || undefined}
          aria-describedby={error === null && help === undefined ? undefined : `${id}-about`}
          className="code-input"
          value={value}
          onChange={(event) => onChange(digitsOf(event.target.value))}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
        />
      </div>
      {error === null ? (
        help === undefined ? null : (
          <p id={`${id}-about`} className="field-help">
            {help}
          </p>
        )
      ) : (
        <p id={`${id}-about`} className="field-error" role="alert">
          <CircleAlert size={14} strokeWidth={1.75} aria-hidden className="mt-px flex-none" />
          {error}
        </p>
      )}
    </div>
  );
}
