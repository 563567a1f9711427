// What forms share: sending once at a time, each error at its field, and the time to wait after
// too many tries, counted down. What was typed is never touched.
import { useEffect, useEffectEvent, useState, type RefObject } from "react";
import type { ErrorBody, ErrorCode } from "../../shared/contract/errors.ts";
import type { CallResult } from "../../shared/contract/studio/link.ts";
import { strings } from "./strings.ts";

/** Seconds until a moment, counted down; 0 when it is over or there is none. */
export function useCountdown(): { left: number; start(seconds: number): void } {
  const [until, setUntil] = useState(0);
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (until === 0) return;
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      setLeft(seconds);
      if (seconds === 0) setUntil(0);
    };
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [until]);
  const start = (seconds: number) => {
    setLeft(seconds);
    setUntil(Date.now() + seconds * 1000);
  };
  return { left, start };
}

/** What `error` says of each field, and of the form as a whole; `homes` are the fields that codes belong to. */
export function errorsByField<F extends string>(
  error: ErrorBody | null,
  fields: readonly F[],
  homes: Partial<Record<ErrorCode, F>>,
): { field: Partial<Record<F, string>>; form: string | null } {
  if (error === null) return { field: {}, form: null };
  const field: Partial<Record<F, string>> = {};
  const others: string[] = [];
  for (const one of error.fields ?? []) {
    const at = fields.find((name) => one.path === name || one.path.startsWith(`${name}.`));
    if (at === undefined) others.push(one.message);
    else field[at] ??= one.message;
  }
  const home = homes[error.code];
  if (home !== undefined && Object.keys(field).length === 0)
    return { field: { [home]: error.message } as Partial<Record<F, string>>, form: null };
  const told = Object.keys(field).length > 0;
  return { field, form: others.length > 0 ? others.join(" ") : told ? null : error.message };
}

export interface FormState<F extends string> {
  busy: boolean;
  error: ErrorBody | null;
  /** What stands at a field. */
  at(field: F): string | null;
  /** What stands at the button. */
  whole: string | null;
  /** Seconds until a try makes sense. */
  wait: number;
  /** Sends; the value, or null where it failed. */
  send<T>(call: () => Promise<CallResult<T>>): Promise<T | null>;
  fail(field: F, message: string): void;
  clear(): void;
}

/** A form of `fields`, in the order in which they stand on the page; a failed one gives the first wrong field the focus. */
export function useForm<F extends string>(
  form: RefObject<HTMLElement | null>,
  fields: readonly F[],
  homes: Partial<Record<ErrorCode, F>> = {},
): FormState<F> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorBody | null>(null);
  const countdown = useCountdown();
  const { field, form: whole } = errorsByField(error, fields, homes);
  const toWrong = useEffectEvent(() => form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus());
  useEffect(() => {
    if (error !== null) toWrong();
  }, [error]);
  return {
    busy,
    error,
    at: (name) => field[name] ?? null,
    whole:
      error?.code === "rate_limited" ? (countdown.left > 0 ? strings.common.waitTries(countdown.left) : strings.common.waitOver) : whole,
    wait: error?.code === "rate_limited" ? countdown.left : 0,
    send: async (call) => {
      if (busy) return null;
      setBusy(true);
      const result = await call();
      setBusy(false);
      if (result.ok) {
        setError(null);
        return result.value;
      }
      if (result.error.code === "rate_limited") countdown.start(Math.ceil(result.error.retryAfter ?? 5));
      setError(result.error);
      return null;
    },
    fail: (name, message) => setError({ code: "invalid_input", message, fields: [{ path: name, message }] }),
    clear: () => setError(null),
  };
}

/** Gives the first empty field of a form the focus when it comes. */
export function useFirstFocus(form: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const all = [...(form.current?.querySelectorAll<HTMLInputElement>("input:not([type='hidden']):not([readonly])") ?? [])];
    (all.find((input) => input.value === "") ?? all[0])?.focus({ preventScroll: true });
  }, [form]);
}
