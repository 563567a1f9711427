// Paper grain: a fixed pattern of -1.5..1.5 luma levels that hides banding in wide gradients. It is fixed to the glass,
// so the encoder pays for it once.

export const grainSize = 128;

/** grainSize x grainSize signed levels; the same on every machine. */
export function paperGrain(): Int8Array {
  const grain = new Int8Array(grainSize * grainSize);
  let state = 7;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  for (let i = 0; i < grain.length; i++) grain[i] = Math.round((random() + random() - 1) * 1.5);
  return grain;
}
