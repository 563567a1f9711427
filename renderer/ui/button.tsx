// Buttons: one primary a region, price and wait on the button before the press, a reason where it is off.
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { Tooltip } from "./tooltip.tsx";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: "plain" | "primary" | "ghost" | "danger";
  small?: boolean;
  /** Stands after a line on the button: "4 credits". */
  price?: ReactNode;
  /** Why it cannot be pressed: keeps it focusable and says so. */
  offReason?: string | null;
  ref?: Ref<HTMLButtonElement>;
}

const kinds = { plain: "", primary: "btn-primary", ghost: "btn-ghost", danger: "btn-danger" };

/** A button with words. */
export function Button({ kind = "plain", small = false, price, offReason, className = "", children, onClick, ...rest }: ButtonProps) {
  const off = offReason !== undefined && offReason !== null;
  const button = (
    <button
      type="button"
      {...rest}
      {...(off ? { "aria-disabled": true } : {})}
      onClick={off ? (event) => event.preventDefault() : onClick}
      className={`btn ${kinds[kind]} ${small ? "btn-small" : ""} ${className}`}
    >
      {children}
      {price === undefined ? null : <span className="btn-price">{price}</span>}
    </button>
  );
  return off ? <Tooltip text={offReason}>{button}</Tooltip> : button;
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  label: string;
  /** Key that does the same, shown in the tip. */
  shortcut?: string;
  plain?: boolean;
  small?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** A button that is only an icon: its label is its name and its tip. */
export function IconButton({ label, shortcut, plain = false, small = true, className = "", children, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} {...(shortcut === undefined ? {} : { shortcut })}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={`btn btn-icon ${plain ? "" : "btn-ghost"} ${small ? "btn-small" : ""} ${className}`}
      >
        {children}
      </button>
    </Tooltip>
  );
}

/** A button that reads as a link in a line of text. */
export function LinkButton({ className = "", ...rest }: ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button type="button" {...rest} className={`link inline-flex min-h-6 items-center text-left ${className}`} />;
}
