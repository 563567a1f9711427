// The library's screens: search, filters, collections, bulk changes, trash.

export const libraryContract = {} as const;

/** Events of this part, from core to screens. */
export const libraryEvents = {} as const;
