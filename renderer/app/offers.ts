// What a screen itself offers to the palette: commands on its own choice, such as the selected job.
import { useEffect } from "react";
import { create } from "zustand";
import type { Command } from "./find-commands.ts";

const useOffers = create<{ commands: readonly Command[] }>(() => ({ commands: [] }));

/** Offers `commands` while the screen is there, always as it drew them last. */
export function useOffer(commands: readonly Command[]): void {
  useEffect(() => {
    useOffers.setState({ commands });
    return () => useOffers.setState({ commands: [] });
  });
}

/** What the screen offers at this moment; the palette asks when it opens. */
export function offered(): readonly Command[] {
  return useOffers.getState().commands;
}
