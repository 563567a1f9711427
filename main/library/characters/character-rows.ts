// Rows of characters as the services use them: JSON parsed, ids branded.
import type { CharacterContent, CharacterProfile } from "../../../shared/domain/character.ts";
import type { ConsentRecord } from "../../../shared/domain/consent.ts";
import type { CharacterId, LookId, ProjectId, ReferenceId, SceneId } from "../../../shared/domain/ids.ts";

/** A character with the version that holds. */
export interface CharacterRow {
  id: CharacterId;
  version: number;
  /** Imported as somebody under 18. */
  underAge: boolean;
  createdAt: number;
  changedAt: number;
  removedAt: number | null;
  mergedInto: CharacterId | null;
  content: CharacterContent;
}

export interface VersionRow {
  number: number;
  at: number;
  label: string;
}

/** A picture that is or was a reference. */
export interface ReferenceRow {
  id: ReferenceId;
  assetId: string | null;
  hash: string;
  contentType: string;
  width: number | null;
  height: number | null;
  addedAt: number;
}

/** A consent record as it is kept. */
export type ConsentRow = ConsentRecord & { note: string; recordedAt: number; revokedFor: string | null };

/** A name of a film's story that is a character. */
export interface CastRow {
  /** Of `castId`. */
  id: string;
  projectId: ProjectId;
  nameKey: string;
  name: string;
  characterId: CharacterId;
}
export const castId = (projectId: string, nameKey: string) => `${projectId}:${nameKey}`;

export interface SpanRow {
  /** Of `spanId`. */
  id: string;
  projectId: ProjectId;
  characterId: CharacterId;
  lookId: LookId;
  fromSceneId: SceneId;
  toSceneId: SceneId | null;
}
export const spanId = (span: Pick<SpanRow, "projectId" | "characterId" | "lookId" | "fromSceneId">) =>
  `${span.projectId}:${span.characterId}:${span.lookId}:${span.fromSceneId}`;

/** Where a character stands in its history. */
export interface HeadState {
  version: number;
  removedAt: number | null;
  mergedInto: CharacterId | null;
  underAge: boolean;
}

/** One row before and after a change; null where it did not exist. */
export type CharacterChange =
  | { table: "head"; id: CharacterId; before: HeadState; after: HeadState }
  | { table: "cast"; before: CastRow | null; after: CastRow | null }
  | { table: "span"; before: SpanRow | null; after: SpanRow | null };

export interface CharacterCommand {
  number: number;
  label: string;
  changes: CharacterChange[];
}

/** The card that a character came from. */
export interface CardRow {
  characterId: CharacterId;
  spec: "v1" | "v2" | "v3";
  format: "json" | "png" | "charx";
  /** Byte for byte as it was. */
  text: string;
  files: { name: string; hash: string; bytes: number }[];
  /** The profile as it was read out of the card. */
  read: CharacterProfile;
  at: number;
}
