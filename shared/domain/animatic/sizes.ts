// Sizes of draft stills: the stage's own first, then the usual frames of film, screens and portraits.

export interface StillSize {
  width: number;
  height: number;
}

const sizes: readonly (readonly [number, number])[] = [
  [1280, 720],
  [1920, 1080],
  [1344, 768],
  [1216, 832],
  [1152, 896],
  [1024, 1024],
  [1024, 1280],
  [896, 1152],
  [832, 1216],
  [768, 1344],
  [720, 1280],
];

/** All sizes of draft stills, the default first. */
export const stillSizes: readonly StillSize[] = sizes.map(([width, height]) => ({ width, height }));
