// The library's files: verify, repair, sweep, move, open a copied folder.

export const storageContract = {} as const;

/** Events of this part, from core to screens. */
export const storageEvents = {} as const;
