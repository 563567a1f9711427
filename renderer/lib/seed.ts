// Seeds for a redraw: any number that a shot's seed may be.

/** A new seed. */
export function otherSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
