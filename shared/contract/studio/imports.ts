// Files in and out: import with recipes, quarantine, background work on new files, export with metadata.

export const importsContract = {} as const;

/** Events of this part, from core to screens. */
export const importsEvents = {} as const;
