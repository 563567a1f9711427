// The field of a new password: what can honestly be said of it while it is typed.
import { passwordNoteWords, signInWords as words } from "../../app/strings/sign-in.ts";
import { passwordLength, passwordNote } from "../../lib/password.ts";
import { PasswordField } from "../../ui/text-field.tsx";

/** A new password with what can be said of it while it is typed. */
export function NewPassword({
  label,
  value,
  onChange,
  known,
  error,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Name and address that it should not hold. */
  known: readonly string[];
  error: string | null;
}) {
  return (
    <PasswordField
      label={label}
      autoComplete="new-password"
      show={words.showPassword}
      hide={words.hidePassword}
      value={value}
      onChange={onChange}
      help={passwordNoteWords(passwordNote(value, known))}
      error={error}
    />
  );
}

/** What keeps a new password from being sent; null where nothing does. */
export function passwordFault(password: string): string | null {
  if (password.length < passwordLength.least) return words.shortPassword;
  return password.length > passwordLength.most ? words.longPassword : null;
}
