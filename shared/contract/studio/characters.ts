// Characters: profiles, references with consent, looks, versions, cards.

export const charactersContract = {} as const;

/** Events of this part, from core to screens. */
export const charactersEvents = {} as const;
