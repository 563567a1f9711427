// Create: what the farm's engines can do, presets, prices, jobs without a film, exact copies.

export const createContract = {} as const;

/** Events of this part, from core to screens. */
export const createEvents = {} as const;
