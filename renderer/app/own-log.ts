// The undo log of the screen that is open, where it has one of its own beside the film's: the cast's, the library's. The
// header's arrows, the keys and the palette act on it while that screen is there.
import { useEffect, useEffectEvent } from "react";
import { create } from "zustand";

interface OwnLog {
  /** What would be taken back, in words; null where there is nothing. */
  undo: string | null;
  redo: string | null;
  takeBack: () => void;
  doAgain: () => void;
}

const useStore = create<{ log: OwnLog | null }>(() => ({ log: null }));

/** The log of the screen that is open; null where the film's is meant. */
export const useOwnLog = (): OwnLog | null => useStore((state) => state.log);

/** The same at this moment. */
export const ownLog = (): OwnLog | null => useStore.getState().log;

/** Makes `log` the one that is meant while the component is there. */
export function useScreenLog({ undo, redo, takeBack, doAgain }: OwnLog): void {
  const back = useEffectEvent(takeBack);
  const again = useEffectEvent(doAgain);
  useEffect(() => {
    useStore.setState({ log: { undo, redo, takeBack: () => back(), doAgain: () => again() } });
    return () => useStore.setState({ log: null });
  }, [undo, redo]);
}
