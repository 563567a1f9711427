// A field of one line with its label, help and error; and one for a password, which can be looked at.
import { Eye, EyeOff } from "lucide-react";
import { useState, type InputHTMLAttributes, type ReactNode, type Ref } from "react";
import { IconButton } from "./button.tsx";
import { Field } from "./field.tsx";

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "value" | "onChange" | "className" | "size"> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  help?: ReactNode;
  error?: string | null;
  className?: string;
  inputClass?: string;
  ref?: Ref<HTMLInputElement>;
}

/** A labelled line of text. What it says about itself (autoComplete, inputMode) goes to the input. */
export function TextField({
  label,
  value,
  onChange,
  help,
  error = null,
  className = "",
  inputClass = "",
  children,
  ...input
}: TextFieldProps & { children?: ReactNode }) {
  return (
    <Field label={label} help={help} error={error} className={className}>
      {({ id, describedBy, invalid }) => (
        <span className="relative block">
          <input
            {...input}
            id={id}
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            className={`input ${inputClass}`}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          {children}
        </span>
      )}
    </Field>
  );
}

/** A password, hidden until one looks at it. */
export function PasswordField({ show, hide, ...field }: TextFieldProps & { show: string; hide: string }) {
  const [seen, setSeen] = useState(false);
  const Icon = seen ? EyeOff : Eye;
  return (
    <TextField {...field} type={seen ? "text" : "password"} spellCheck={false} autoCapitalize="none" inputClass="!pr-10">
      <IconButton
        label={seen ? hide : show}
        aria-pressed={seen}
        className="!absolute top-[3px] right-[3px] max-md:top-1 max-md:right-1"
        onClick={() => setSeen(!seen)}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </TextField>
  );
}
