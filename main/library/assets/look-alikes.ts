// Pictures that look alike: fingerprints of 64 bits by file, kept in cache.db, and which of them lie within a few bits of
// each other. Four bands of 16 bits: two fingerprints that differ in at most seven have a band that differs in at most one.
import type { Connection } from "../database.ts";
import type { CatalogueQueries } from "./catalogue-queries.ts";

/** Two pictures look alike while at most so many of 64 bits differ. */
const alikeBits = 7;

function ones(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** A fingerprint as two halves of 32 bits. */
const halvesOf = (fingerprint: string): [number, number] => [
  Number.parseInt(fingerprint.slice(0, 8), 16),
  Number.parseInt(fingerprint.slice(8, 16), 16),
];

/** Bits that differ between two fingerprints. */
const distanceOf = ([a, b]: readonly [number, number], [c, d]: readonly [number, number]): number => ones(a ^ c) + ones(b ^ d);

const bandOf = ([high, low]: readonly [number, number], band: number): number =>
  band === 0 ? high >>> 16 : band === 1 ? high & 0xffff : band === 2 ? low >>> 16 : low & 0xffff;

/** Fingerprints by band. Each is held once, however many files have it. */
export class FingerprintBands {
  private readonly bands = [
    new Map<number, number[]>(),
    new Map<number, number[]>(),
    new Map<number, number[]>(),
    new Map<number, number[]>(),
  ];
  readonly all: [number, number][] = [];
  private readonly places = new Map<string, number>();

  add(fingerprint: string): number {
    const known = this.places.get(fingerprint);
    if (known !== undefined) return known;
    const halves = halvesOf(fingerprint);
    const place = this.all.push(halves) - 1;
    this.places.set(fingerprint, place);
    for (const [band, map] of this.bands.entries()) {
      const key = bandOf(halves, band);
      const list = map.get(key);
      if (list === undefined) map.set(key, [place]);
      else list.push(place);
    }
    return place;
  }

  /** Places within `alikeBits` of one, itself left out. */
  near(place: number): { place: number; distance: number }[] {
    const own = this.all[place] as [number, number];
    const found = new Map<number, number>();
    for (const [band, map] of this.bands.entries()) {
      const key = bandOf(own, band);
      for (let bit = -1; bit < 16; bit += 1) {
        for (const other of map.get(bit === -1 ? key : key ^ (1 << bit)) ?? []) {
          if (other === place || found.has(other)) continue;
          const distance = distanceOf(own, this.all[other] as [number, number]);
          if (distance > alikeBits) continue;
          found.set(other, distance);
        }
      }
    }
    return [...found].map(([other, distance]) => ({ place: other, distance }));
  }
}

export type LookAlikes = ReturnType<typeof createLookAlikes>;

/** Opens the fingerprints of an open cache.db. */
export function createLookAlikes(cache: Connection, library: CatalogueQueries, breath: () => Promise<void>) {
  const statements = {
    put: cache.prepare<[Buffer, string]>(
      "INSERT INTO fingerprint (hash, bits) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET bits = excluded.bits WHERE bits <> excluded.bits",
    ),
    of: cache.prepare<[Buffer], string>("SELECT bits FROM fingerprint WHERE hash = ?").pluck(),
    slice: cache.prepare<[Buffer, number], { hash: Buffer; bits: string }>(
      "SELECT hash, bits FROM fingerprint WHERE hash > ? ORDER BY hash LIMIT ?",
    ),
  };
  let version = 0;
  let kept: { version: number; changes: number; numbers: number[] } | null = null;
  let bands: { version: number; bands: FingerprintBands; byHash: Map<string, number>; hashes: Map<number, string[]> } | null = null;

  const gather = async () => {
    if (bands?.version === version) return bands;
    const fresh = { version, bands: new FingerprintBands(), byHash: new Map<string, number>(), hashes: new Map<number, string[]>() };
    let last: Buffer = Buffer.alloc(0);
    for (;;) {
      const rows = statements.slice.all(last, 1500);
      for (const { hash: bytes, bits } of rows) {
        const hash = bytes.toString("hex");
        const place = fresh.bands.add(bits);
        fresh.byHash.set(hash, place);
        const own = fresh.hashes.get(place);
        if (own === undefined) fresh.hashes.set(place, [hash]);
        else own.push(hash);
      }
      if (rows.length < 1500) break;
      last = rows.at(-1)?.hash ?? last;
      await breath();
    }
    return (bands = fresh);
  };
  return {
    /** Writes the fingerprint of a file: 64 bits as 16 hexadecimal digits. */
    setFingerprint: (hash: string, bits: string): void => {
      if (!/^[0-9a-f]{16}$/.test(bits)) throw new TypeError("A fingerprint has 16 hexadecimal digits.");
      if (statements.put.run(Buffer.from(hash, "hex"), bits).changes > 0) version += 1;
    },
    version: () => version,
    /** Files that look like one, nearest first; null where its own fingerprint is not known yet. */
    async like(hash: string): Promise<{ hash: string; distance: number }[] | null> {
      const own = statements.of.get(Buffer.from(hash, "hex"));
      if (own === undefined) return null;
      const { bands: index, hashes } = await gather();
      const place = index.add(own);
      const same = (hashes.get(place) ?? []).filter((other) => other !== hash).map((other) => ({ hash: other, distance: 0 }));
      const near = index
        .near(place)
        .flatMap(({ place: other, distance }) => (hashes.get(other) ?? []).map((found) => ({ hash: found, distance })));
      return [...same, ...near].toSorted((a, b) => a.distance - b.distance || (a.hash < b.hash ? -1 : 1));
    },
    /** Numbers of the assets of whose picture another file's looks alike. */
    async all(): Promise<number[]> {
      const changes = library.lastChange();
      if (kept?.version === version && kept.changes === changes) return kept.numbers;
      const { bands: index, byHash, hashes, version: of } = await gather();
      // Files that assets still have.
      const numbersOf = new Map<string, number[]>();
      let last = 0;
      for (;;) {
        const rows = library.hashes(last, 1500);
        for (const { number, hash } of rows) {
          const own = numbersOf.get(hash);
          if (own === undefined) numbersOf.set(hash, [number]);
          else own.push(number);
        }
        if (rows.length < 1500) break;
        last = rows.at(-1)?.number ?? last;
        await breath();
      }
      const there = (place: number) => (hashes.get(place) ?? []).some((hash) => numbersOf.has(hash));
      const numbers: number[] = [];
      let looked = 0;
      for (const [hash, own] of numbersOf) {
        const place = byHash.get(hash);
        if (place === undefined) continue;
        const twin = (hashes.get(place) ?? []).some((other) => other !== hash && numbersOf.has(other));
        if (twin || index.near(place).some((other) => there(other.place))) numbers.push(...own);
        if (++looked % 400 === 0) await breath();
      }
      kept = { version: of, changes, numbers };
      return numbers;
    },
  };
}
