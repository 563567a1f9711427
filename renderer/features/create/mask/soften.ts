// The soft edge of a mask: three box blurs, which together come close to a Gaussian one, each in time that
// does not depend on the width of the edge.

/** One blur along rows (`step` 1) or columns (`step` = width) of `lines` lines of `length` bytes. */
function blurLines(from: Uint8Array, to: Uint8Array, lines: number, length: number, lineStep: number, step: number, radius: number): void {
  const window = radius * 2 + 1;
  for (let line = 0; line < lines; line += 1) {
    const start = line * lineStep;
    const at = (index: number) => from[start + Math.min(length - 1, Math.max(0, index)) * step] ?? 0;
    let sum = 0;
    for (let index = -radius; index <= radius; index += 1) sum += at(index);
    for (let index = 0; index < length; index += 1) {
      to[start + index * step] = Math.round(sum / window);
      sum += at(index + radius + 1) - at(index - radius);
    }
  }
}

/** The bytes of a mask with an edge that runs out over about `edge` pixels on both sides. */
export function soften(bytes: Uint8Array, width: number, height: number, edge: number): Uint8Array<ArrayBuffer> {
  const soft = new Uint8Array(bytes);
  const radius = Math.round(edge / 3);
  if (radius < 1 || width === 0 || height === 0) return soft;
  const other = new Uint8Array(soft.length);
  for (let pass = 0; pass < 3; pass += 1) {
    blurLines(soft, other, height, width, width, 1, radius);
    blurLines(other, soft, width, height, 1, width, radius);
  }
  return soft;
}
