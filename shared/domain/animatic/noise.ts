// Value noise in one dimension: hills, coasts, hair and the hand that holds a camera.
// Values lie between -1 and 1; a seed is any 32-bit integer.

function cell(index: number, seed: number): number {
  let hash = Math.imul(index ^ seed, 0x27d4eb2d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2147483648 - 1;
}

/** Smooth noise with one turn a unit of x. */
export function noise(x: number, seed: number): number {
  const index = Math.floor(x);
  const part = x - index;
  const weight = part * part * part * (part * (part * 6 - 15) + 10);
  return cell(index, seed) * (1 - weight) + cell(index + 1, seed) * weight;
}

/** Several octaves of noise, each finer and weaker. */
export function fractalNoise(x: number, seed: number, octaves = 4): number {
  let value = 0;
  let strength = 0.55;
  let position = x;
  for (let octave = 0; octave < octaves; octave++) {
    value += strength * noise(position, seed + octave * 101);
    position *= 2.03;
    strength *= 0.48;
  }
  return value;
}
