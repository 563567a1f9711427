// A reading call of the contract as a screen's state: asked when the screen comes and whenever `key` changes,
// with the last answer in place meanwhile, so that nothing jumps.
import { useCallback, useEffect, useRef, useState } from "react";
import type { ErrorBody } from "../../shared/contract/errors.ts";
import type { Input, Method, Namespace, Output } from "../../shared/contract/studio/index.ts";
import { useStudio } from "./studio.tsx";

export interface Asked<T> {
  /** Null until it was answered once. */
  value: T | null;
  /** Why the last try brought nothing. */
  error: ErrorBody | null;
  again: () => Promise<void>;
  /** Takes over what another call answered. */
  put: (value: T) => void;
}

/** What `namespace.method` answers for `input`. */
export function useCall<N extends Namespace, M extends Method<N>>(
  namespace: N,
  method: M,
  input: Input<N, M>,
  key: string,
): Asked<Output<N, M>> {
  const { link } = useStudio();
  const [state, setState] = useState<{ value: Output<N, M> | null; error: ErrorBody | null }>({ value: null, error: null });
  const last = useRef(0);
  const text = JSON.stringify(input);
  const again = useCallback(async () => {
    const mine = ++last.current;
    const answer = await link.call(namespace, method, JSON.parse(text) as Input<N, M>);
    // An older answer never covers a newer one.
    if (mine !== last.current) return;
    setState((before) => (answer.ok ? { value: answer.value, error: null } : { value: before.value, error: answer.error }));
  }, [link, namespace, method, text]);
  useEffect(() => {
    void again();
  }, [again, key]);
  const put = useCallback((value: Output<N, M>) => {
    last.current += 1;
    setState({ value, error: null });
  }, []);
  return { ...state, again, put };
}
