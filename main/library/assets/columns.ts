// What lists filter and sort by, of every asset, in columns in memory: a hundred thousand are looked through in a
// millisecond or two. Filled from studio.db and kept up by the log of changes; nothing is decided here.

/** Everything that columns hold of one asset, as the query reads it. */
export interface ColumnRecord {
  number: number;
  kind: string;
  state: string;
  origin: string;
  rating: string;
  quality: string | null;
  engine: string | null;
  projectId: string | null;
  stars: number;
  draft: boolean;
  hasRecipe: boolean;
  bytes: number;
  /** Longest side in pixels; 0 where there is none. */
  side: number;
  addedAt: number;
  nameKey: string;
  tags: string[];
  collections: string[];
  characters: string[];
}

/** Words of an open set as small numbers; 0 is none. */
export class Dictionary {
  readonly values: (string | null)[] = [null];
  private readonly codes = new Map<string, number>();
  code(value: string | null): number {
    if (value === null) return 0;
    const known = this.codes.get(value);
    if (known !== undefined) return known;
    this.codes.set(value, this.values.length);
    return this.values.push(value) - 1;
  }
  /** The code of a value that may not be there; -1 where it is not. */
  find(value: string): number {
    return this.codes.get(value) ?? -1;
  }
}

/** Sets of values, each distinct set once; 0 is the empty one. Values come sorted. */
export class Sets {
  readonly members: string[][] = [[]];
  private readonly codes = new Map<string, number>([["", 0]]);
  code(values: readonly string[]): number {
    if (values.length === 0) return 0;
    const key = values.length === 1 ? (values[0] as string) : values.join(" ");
    const known = this.codes.get(key);
    if (known !== undefined) return known;
    this.codes.set(key, this.members.length);
    return this.members.push([...values]) - 1;
  }
}

const first = 1024;

/** The columns. A slot is a row's place in all of them; slots of removed assets are used again. */
export class Columns {
  number = new Uint32Array(first);
  addedAt = new Float64Array(first);
  bytes = new Float64Array(first);
  side = new Uint32Array(first);
  kind = new Uint8Array(first);
  state = new Uint8Array(first);
  origin = new Uint8Array(first);
  rating = new Uint8Array(first);
  quality = new Uint8Array(first);
  stars = new Uint8Array(first);
  /** Bit 1: draft. Bit 2: has a recipe. */
  flags = new Uint8Array(first);
  engine = new Uint16Array(first);
  project = new Uint32Array(first);
  tags = new Uint32Array(first);
  collections = new Uint32Array(first);
  characters = new Uint32Array(first);
  /** Stands for the name as it sorts: another one means that the order by name is another. */
  nameStamp = new Uint32Array(first);

  readonly words = new Dictionary();
  readonly engines = new Dictionary();
  readonly projects = new Dictionary();
  readonly tagSets = new Sets();
  readonly collectionSets = new Sets();
  readonly characterSets = new Sets();

  /** Grows with every change of any row. */
  version = 0;
  /** Grow when the order by name or by size may be another. */
  nameVersion = 0;
  bytesVersion = 0;

  /** Slots by (added, number), oldest first; `count` of them. */
  private order = new Uint32Array(first);
  private inOrder = true;
  /** While very many rows come, their order is made once, afterwards. */
  loading = false;
  count = 0;
  /** Slot + 1 by asset number; 0 where there is none. */
  private slots = new Uint32Array(first);
  private used = 0;
  private readonly free: number[] = [];

  /** The slot of an asset; -1 where there is none. */
  slotOf(number: number): number {
    return (this.slots[number] ?? 0) - 1;
  }

  /** Slots used so far, for masks by slot. */
  get width(): number {
    return this.used;
  }

  /** Slots by the time they were added, oldest first. Valid until the next change. */
  byTime(): Uint32Array {
    const list = this.order.subarray(0, this.count);
    if (!this.inOrder) {
      list.sort((a, b) => this.compareTime(a, b));
      this.inOrder = true;
    }
    return list;
  }

  /** Slots of a few assets in the same order. */
  fewByTime(numbers: readonly number[]): Uint32Array {
    const slots = Uint32Array.from(numbers.map((number) => this.slotOf(number)).filter((slot) => slot !== -1));
    return slots.sort((a, b) => this.compareTime(a, b));
  }

  /** Negative when slot `a` came before slot `b`. */
  compareTime(a: number, b: number): number {
    return (this.addedAt[a] as number) - (this.addedAt[b] as number) || (this.number[a] as number) - (this.number[b] as number);
  }

  /** Writes a row; true when a list may be another by it. */
  put(row: ColumnRecord): boolean {
    const known = this.slotOf(row.number);
    const slot = known === -1 ? this.take(row.number) : known;
    const stamp = stampOf(row.nameKey);
    const moved = known !== -1 && this.addedAt[slot] !== row.addedAt;
    if (moved) this.leaveOrder(slot);
    if (known === -1 || this.nameStamp[slot] !== stamp) this.nameVersion += 1;
    if (known === -1 || this.bytes[slot] !== row.bytes) this.bytesVersion += 1;
    let changed = known === -1;
    const set = (column: Column, value: number) => {
      if (column[slot] === value) return;
      column[slot] = value;
      changed = true;
    };
    set(this.number, row.number);
    set(this.addedAt, row.addedAt);
    set(this.bytes, row.bytes);
    set(this.side, row.side);
    set(this.kind, this.words.code(row.kind));
    set(this.state, this.words.code(row.state));
    set(this.origin, this.words.code(row.origin));
    set(this.rating, this.words.code(row.rating));
    set(this.quality, this.words.code(row.quality));
    set(this.stars, row.stars);
    set(this.flags, (row.draft ? 1 : 0) | (row.hasRecipe ? 2 : 0));
    set(this.engine, this.engines.code(row.engine));
    set(this.project, this.projects.code(row.projectId));
    set(this.tags, this.tagSets.code(row.tags));
    set(this.collections, this.collectionSets.code(row.collections));
    set(this.characters, this.characterSets.code(row.characters));
    set(this.nameStamp, stamp);
    if (known === -1 || moved) this.joinOrder(slot);
    if (changed) this.version += 1;
    return changed;
  }

  /** Forgets a row; false where there was none. */
  drop(number: number): boolean {
    const slot = this.slotOf(number);
    if (slot === -1) return false;
    this.leaveOrder(slot);
    this.slots[number] = 0;
    this.free.push(slot);
    this.version += 1;
    this.nameVersion += 1;
    this.bytesVersion += 1;
    return true;
  }

  private take(number: number): number {
    const slot = this.free.pop() ?? this.used++;
    // One place more than slots: the order moves by one before it grows.
    if (slot + 1 >= this.number.length) this.grow();
    if (number >= this.slots.length) {
      const next = new Uint32Array(Math.max(number + 1, this.slots.length * 2));
      next.set(this.slots);
      this.slots = next;
    }
    this.slots[number] = slot + 1;
    return slot;
  }

  private joinOrder(slot: number): void {
    const last = this.count === 0 ? -1 : (this.order[this.count - 1] as number);
    const place = last === -1 || this.loading || this.compareTime(last, slot) < 0 ? this.count : this.placeOf(slot);
    if (this.loading && last !== -1 && this.compareTime(last, slot) > 0) this.inOrder = false;
    this.order.copyWithin(place + 1, place, this.count);
    this.order[place] = slot;
    this.count += 1;
  }

  private leaveOrder(slot: number): void {
    const place = this.placeOf(slot);
    this.order.copyWithin(place, place + 1, this.count);
    this.count -= 1;
  }

  /** Where a slot stands in the order, or would. */
  private placeOf(slot: number): number {
    const list = this.byTime();
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.compareTime(list[middle] as number, slot) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private grow(): void {
    const length = this.number.length * 2;
    const wider = <T extends Column>(column: T): T => {
      const next = new (column.constructor as new (length: number) => T)(length);
      next.set(column as never);
      return next;
    };
    this.number = wider(this.number);
    this.addedAt = wider(this.addedAt);
    this.bytes = wider(this.bytes);
    this.side = wider(this.side);
    this.kind = wider(this.kind);
    this.state = wider(this.state);
    this.origin = wider(this.origin);
    this.rating = wider(this.rating);
    this.quality = wider(this.quality);
    this.stars = wider(this.stars);
    this.flags = wider(this.flags);
    this.engine = wider(this.engine);
    this.project = wider(this.project);
    this.tags = wider(this.tags);
    this.collections = wider(this.collections);
    this.characters = wider(this.characters);
    this.nameStamp = wider(this.nameStamp);
    this.order = wider(this.order);
  }
}

type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** FNV-1a of a text, 32 bits. */
function stampOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
