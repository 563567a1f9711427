// Copies a text for another program, and says whether that went.
import { useStudio } from "./studio.tsx";

/** `copy(text, done, otherwise)`: the toasts of both ends; where copying is not allowed the text itself is shown. */
export function useCopy(): (text: string, done: string, otherwise: string) => Promise<void> {
  const { notify } = useStudio();
  return async (text, done, otherwise) => {
    try {
      await navigator.clipboard.writeText(text);
      notify({ title: done, tone: "ok" });
    } catch {
      notify({ title: otherwise, text, tone: "turn" });
    }
  };
}
