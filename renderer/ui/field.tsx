// Fields with their label, help and error; a text field that grows with its text.
import { useId, useImperativeHandle, useLayoutEffect, useRef, type ReactNode, type Ref } from "react";
import { CircleAlert } from "lucide-react";

/** A labelled field. `children` gets the ids that tie the parts together. */
export function Field({
  label,
  help,
  error,
  children,
  className = "",
}: {
  label: string;
  help?: ReactNode;
  error?: string | null;
  children: (ids: { id: string; describedBy: string | undefined; invalid: boolean }) => ReactNode;
  className?: string;
}) {
  const id = useId();
  const bad = error !== undefined && error !== null;
  const describedBy = bad ? `${id}-error` : help === undefined ? undefined : `${id}-help`;
  return (
    <div className={className}>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({ id, describedBy, invalid: bad })}
      {bad ? (
        <p id={`${id}-error`} className="field-error" role="alert">
          <CircleAlert size={14} strokeWidth={1.75} aria-hidden className="mt-px flex-none" />
          {error}
        </p>
      ) : help === undefined ? null : (
        <p id={`${id}-help`} className="field-help">
          {help}
        </p>
      )}
    </div>
  );
}

/** Newer browsers size a text area themselves, without a layout on every letter. */
const sizesItself = CSS.supports("field-sizing", "content");

interface TextAreaProps {
  value: string;
  onChange: (value: string) => void;
  label: string;
  placeholder?: string;
  /** Fewest and most lines shown. */
  lines?: [number, number];
  invalid?: boolean;
  describedBy?: string | undefined;
  id?: string;
  className?: string;
  lineHeight?: number;
  inputRef?: Ref<HTMLTextAreaElement>;
  onKeyDown?: (event: React.KeyboardEvent<HTMLTextAreaElement>) => void;
}

/** A text area as tall as its text, within `lines`. */
export function TextArea({
  value,
  onChange,
  label,
  placeholder,
  lines = [2, 12],
  invalid = false,
  describedBy,
  id,
  className = "",
  lineHeight = 22.4,
  inputRef,
  onKeyDown,
}: TextAreaProps) {
  const own = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(inputRef, () => own.current as HTMLTextAreaElement);
  useLayoutEffect(() => {
    const node = own.current;
    if (node === null || sizesItself) return;
    node.style.height = "0px";
    node.style.height = `${Math.min(Math.max(node.scrollHeight + 2, lines[0] * lineHeight + 18), lines[1] * lineHeight + 18)}px`;
  }, [value, lines, lineHeight]);
  return (
    <textarea
      ref={own}
      {...(id === undefined ? {} : { id })}
      aria-label={id === undefined ? label : undefined}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={onKeyDown}
      spellCheck
      className={`input ${className}`}
      style={{ minHeight: lines[0] * lineHeight + 18, maxHeight: lines[1] * lineHeight + 18 }}
    />
  );
}
