// Sizes of draft stills: the stage's own first, then the usual frames of film, screens and portraits.

export interface StillSize {
  width: number;
  height: number;
}

const sizes: readonly (readonly [number, number])[] = [[1280, 720]];

/** All sizes of draft stills, the default first. */
export const stillSizes: readonly StillSize[] = sizes.map(([width, height]) => ({ width, height }));
