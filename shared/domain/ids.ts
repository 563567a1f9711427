// Identifiers: UUIDv7 (RFC 9562) with a typed brand for each entity, so that ids sort by the time
// they were made and one entity's id never stands where another's is wanted.

declare const brand: unique symbol;

/** A UUIDv7 that names one kind of entity. */
export type Id<Entity extends string> = string & { readonly [brand]: Entity };

export type ProjectId = Id<"project">;
export type SceneId = Id<"scene">;
export type ShotId = Id<"shot">;
export type TakeId = Id<"take">;
export type AssetId = Id<"asset">;
export type CharacterId = Id<"character">;
export type ReferenceId = Id<"reference">;
export type LookId = Id<"look">;
export type JobId = Id<"job">;
export type ArtifactId = Id<"artifact">;
export type AccountId = Id<"account">;
export type NodeId = Id<"node">;

/** Where time and randomness come from; a test passes its own. */
export interface IdSource {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** `count` random bytes. */
  randomBytes(count: number): Uint8Array;
}

/** Makes ids that strictly increase, also within one millisecond and when the clock steps back. */
export type IdMaker = <Entity extends string>() => Id<Entity>;

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** True when `text` is a lower-case UUIDv7. */
export function isId(text: string): boolean {
  return uuidPattern.test(text);
}

/**
 * An id maker over `source`. The 12 bits after the version count up within a millisecond
 * (RFC 9562, method 1), so two ids of one maker never sort the wrong way round.
 */
export function createIdMaker(source: IdSource): IdMaker {
  let lastTime = 0;
  let counter = 0;
  return <Entity extends string>() => {
    const random = source.randomBytes(10);
    const now = source.now();
    if (now > lastTime) {
      lastTime = now;
      counter = ((random[0] as number) << 3) | ((random[1] as number) & 7);
    } else {
      counter += 1;
      if (counter > 0xfff) {
        lastTime += 1;
        counter = 0;
      }
    }
    const time = lastTime.toString(16).padStart(12, "0");
    const sequence = counter.toString(16).padStart(3, "0");
    const tail = Array.from(random.subarray(2), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const variant = (8 | (Number.parseInt(tail[0] as string, 16) & 3)).toString(16);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${variant}${tail.slice(1, 4)}-${tail.slice(4)}` as Id<Entity>;
  };
}

/** The time in an id, in milliseconds since 1970-01-01 UTC. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
