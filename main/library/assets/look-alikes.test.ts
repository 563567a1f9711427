import fc from "fast-check";
import { expect, test } from "vitest";
import { FingerprintBands } from "./look-alikes.ts";

const bitsBetween = (a: string, b: string) => {
  let bits = 0;
  for (let left = BigInt(`0x${a}`) ^ BigInt(`0x${b}`); left > 0n; left >>= 1n) bits += Number(left & 1n);
  return bits;
};

test("bands find exactly the fingerprints that a plain look at all of them finds", () => {
  const base = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
  const close = fc.tuple(base, fc.array(fc.array(fc.integer({ min: 0, max: 63 }), { maxLength: 10 }), { minLength: 1, maxLength: 20 }));
  fc.assert(
    fc.property(close, fc.array(base, { maxLength: 10 }), ([first, flips], others) => {
      const near = flips.map((bits) => bits.reduce((value, bit) => value ^ (1n << BigInt(bit)), first));
      const all = [...new Set([first, ...near, ...others])].map((value) => value.toString(16).padStart(16, "0"));
      const bands = new FingerprintBands();
      const places = all.map((fingerprint) => bands.add(fingerprint));
      for (const [index, place] of places.entries()) {
        const wanted = all.flatMap((other, at) => (at !== index && bitsBetween(all[index] as string, other) <= 7 ? [places[at]] : []));
        const found = bands.near(place).map((one) => one.place);
        expect(found.toSorted((a, b) => a - b)).toEqual(wanted.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
      }
    }),
    { numRuns: 200 },
  );
});
