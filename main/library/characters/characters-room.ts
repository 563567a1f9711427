// The room of characters: its services over what all rooms share, and what other rooms ask of it.
import { CodedError } from "../../../shared/contract/errors.ts";
import type { Handlers } from "../../../shared/contract/studio/index.ts";
import { emptyProfile, nameKey } from "../../../shared/domain/character.ts";
import { differencesBetween } from "../../../shared/domain/character-changes.ts";
import type { LookId } from "../../../shared/domain/ids.ts";
import { isTerminal } from "../../../shared/domain/job.ts";
import type { Look } from "../../../shared/domain/shot.ts";
import { drawingVersion } from "../../../shared/domain/animatic/version.ts";
import type { Painter } from "../../film/painter.ts";
import { timeText } from "../../film/view.ts";
import type { Events } from "../../events.ts";
import type { FarmService } from "../../farm/farm.ts";
import type { Films } from "../../film/films.ts";
import type { StudioPorts } from "../../ports.ts";
import type { AssetQueries } from "../assets/asset-queries.ts";
import type { Blobs } from "../blobs.ts";
import type { Connection } from "../database.ts";
import type { SettingsStore } from "../settings.ts";
import { createCardExport } from "./card-export.ts";
import { createCardImport } from "./card-import.ts";
import { createChanges } from "./changes.ts";
import { characterQueries } from "./character-queries.ts";
import { createCharacterReader } from "./character-reader.ts";
import { createCharacterStore } from "./character-store.ts";
import { createCloseness } from "./closeness.ts";
import { createConsent, type PictureUse } from "./consent.ts";
import { consentQueries } from "./consent-queries.ts";
import { createConsistency } from "./consistency.ts";
import { effectText } from "./effect-text.ts";
import { createFileSources } from "./file-sources.ts";
import { createPortraits } from "./portraits.ts";
import { createPresence } from "./presence.ts";
import { createTurnaround } from "./turnaround.ts";

interface CharacterRoomPorts {
  /** studio.db */
  database: Connection;
  blobs: Blobs;
  assets: AssetQueries;
  events: Events;
  settings: SettingsStore;
  ports: StudioPorts;
  farm: FarmService;
  films: Films;
  painter: Painter;
  create: Pick<Handlers["create"], "abilities" | "quote" | "submit">;
}

export interface CharacterRoom {
  handlers: Handlers["characters"];
  /** May a new job use the file? Null for one that never was a reference; else whether it may, and why not in words. */
  consentOf: (hash: string, use: PictureUse) => { allowed: boolean; words: string } | null;
  close(): Promise<void>;
}

/** Consent that ends by itself is looked for so often; each look is one small query. */
const expiryLookMs = 60_000;

/** Creates the room. */
export function createCharacterRoom({
  database,
  blobs,
  assets,
  events,
  settings,
  ports,
  farm,
  films,
  painter,
  create,
}: CharacterRoomPorts): CharacterRoom {
  const { clock, ids, logger } = ports;
  const queries = characterQueries(database);
  const consents = consentQueries(database);
  const changed = (characterIds: string[]) => events.send("characters.changed", { characterIds });
  const store = createCharacterStore({ queries, clock, ids, events, filmChanged: (projectId) => films.changedOutside(projectId) });
  const sources = createFileSources(blobs, assets);
  const openJobs = () =>
    farm
      .listed()
      .filter(({ mirror }) => !isTerminal(mirror.state))
      .map(({ row, mirror }) => ({ id: row.id, title: row.title, state: mirror.state, held: mirror.held }));
  const consent = createConsent({ queries, consents, films, openJobs, clock, ids });
  const changes = createChanges({ queries, consents, consent, store, sources, assets, clock, ids });
  const presence = createPresence(queries);
  const portraits = createPortraits({ queries, blobs, painter, drawingVersion, logger, drawn: (id) => changed([id]) });
  const closeness = createCloseness(blobs, () => changed([]));
  const reader = createCharacterReader({ queries, consents, presence, portraits, closeness, clock });
  const consistency = createConsistency({ queries, consents, closeness, films });
  const turnaround = createTurnaround({ create, consent });
  const exports = createCardExport({
    queries,
    consents,
    sources,
    blobs,
    ids,
    exportFolder: () => settings.read().exportFolder ?? ports.exportFolder,
    async picture(row) {
      const shown = reader.pictureOf(row);
      if (shown !== null) return shown.hash;
      await portraits.idle();
      const drawn = reader.pictureOf(row);
      if (drawn === null)
        throw new CodedError("media_failed", "The character has no reference, and its picture could not be drawn. Add a reference.");
      return drawn.hash;
    },
  });
  const imports = createCardImport({ queries, consents, store, sources, blobs, clock, ids });

  const open = (characterId: string) => reader.view(store.get(characterId));
  const pictured = (hashes: readonly string[], work: () => void): void => {
    work();
    changed([...new Set(hashes.flatMap((hash) => queries.ownersOfHash(hash)))]);
    for (const projectId of new Set([
      ...consent.filmsUsing(hashes),
      ...hashes.flatMap((hash) => queries.ownersOfHash(hash)).flatMap((id) => queries.castOf(id).map((entry) => entry.projectId as string)),
    ]))
      films.changedOutside(projectId);
  };
  /** The look that the film's story gives a name, from its first shot. */
  const storyLook = (projectId: string, name: string): Look | null => {
    const person = films
      .rows(projectId)
      .shots.flatMap((shot) => shot.cast)
      .find((member) => nameKey(member.name) === nameKey(name));
    return person === undefined || Object.keys(person.look).length === 0 ? null : person.look;
  };
  /** Consent that ended since the last look marks films, as revoking does. */
  let looked = reader.now();
  const lookForEnded = (): void => {
    const now = reader.now();
    const ended = [...consents.ended(now)]
      .filter(([, record]) => record.revokedAt === null && (record.expiresAt ?? 0) > looked)
      .map(([hash]) => hash);
    looked = now;
    if (ended.length > 0) pictured(ended, () => undefined);
  };
  const looking = setInterval(lookForEnded, expiryLookMs);
  looking.unref();

  const handlers: Handlers["characters"] = {
    async list({ projectId, removed }) {
      if (projectId !== undefined && queries.film(projectId) === null)
        throw new CodedError("not_found", "That film is not in the library any more.");
      const rows = removed ? queries.removed() : projectId === undefined ? queries.all() : queries.ofFilm(projectId);
      return {
        characters: await reader.cards(rows, projectId),
        total: queries.total(),
        unlinked: projectId === undefined ? [] : reader.unlinked(projectId),
        log: store.log(),
      };
    },
    open: ({ characterId }) => open(characterId),
    create({ profile = {}, from }) {
      const described =
        from === undefined ? undefined : queries.film(from.projectId)?.cast.find((one) => nameKey(one.name) === nameKey(from.name));
      if (from !== undefined && queries.film(from.projectId) === null)
        throw new CodedError("not_found", "That film is not in the library any more.");
      const given = Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== undefined));
      const whole = {
        ...emptyProfile(from?.name ?? "New character"),
        ...(described === undefined ? {} : { roleLine: described.description.slice(0, 200) }),
        ...given,
      };
      const look = from === undefined ? null : storyLook(from.projectId, from.name);
      const looks =
        look === null ? [] : [{ id: ids<"look">() as LookId, name: "As the story says", look, costume: "", hair: "", props: [] }];
      const [id] = store.create(
        [{ content: { profile: whole, references: [], looks }, label: "Created" }],
        `new character ${whole.name}`,
        (newId) => (from === undefined ? [] : changes.castChange(from.projectId, from.name, newId)),
      );
      return open(id ?? "");
    },
    update({ characterId, patch }) {
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      store.edit(characterId, (content) => ({ ...content, profile: { ...content.profile, ...given } }));
      return open(characterId);
    },
    remove({ characterIds }) {
      store.setRemoved(characterIds, true);
      return store.log();
    },
    restore({ characterIds }) {
      store.setRemoved(characterIds, false);
      return store.log();
    },
    link({ projectId, name, characterId }) {
      changes.link(projectId, name, characterId);
      return reader.continuity(projectId);
    },
    continuity: ({ projectId }) => reader.continuity(projectId),
    versions({ characterId }) {
      const row = store.get(characterId);
      const takes = queries.takesByVersion(characterId);
      return {
        versions: queries.versions(characterId).map(({ number, at, label }) => ({
          number,
          at: timeText(at),
          label,
          current: number === row.version,
          takes: takes.get(number) ?? 0,
        })),
      };
    },
    compareVersions({ characterId, from, to }) {
      store.get(characterId);
      const [before, after] = [queries.content(characterId, from), queries.content(characterId, to)];
      if (before === null || after === null) throw new CodedError("not_found", "The character has no such version.");
      return { changes: differencesBetween(before, after) };
    },
    bringBack({ characterId, number }) {
      const content = queries.content(characterId, number);
      if (content === null) throw new CodedError("not_found", "The character has no such version.");
      store.edit(characterId, () => content, `Version ${number} brought back`);
      return open(characterId);
    },
    async addReference({ characterId, source, angle, main, statement }) {
      await changes.addReference(characterId, source, { angle, main, statement });
      return open(characterId);
    },
    setReference({ characterId, referenceId, ...to }) {
      changes.setReference(characterId, referenceId, to);
      return open(characterId);
    },
    removeReferences({ characterId, referenceIds }) {
      changes.removeReferences(characterId, referenceIds);
      return open(characterId);
    },
    moveReferences({ characterId, referenceIds, toCharacterId }) {
      changes.moveReferences(characterId, referenceIds, toCharacterId);
      return open(characterId);
    },
    async addEvidence({ source }) {
      const { hash, name } = await sources.fileOf(source);
      return { hash, name };
    },
    async recordConsent({ characterId, referenceIds, statement }) {
      const row = store.alive(characterId);
      const chosen = row.content.references.filter(({ id }) => referenceIds.includes(id));
      if (chosen.length !== new Set(referenceIds).size)
        throw new CodedError("not_found", "That reference is not one of this character any more.");
      if (statement.evidence !== null && !(await blobs.has(statement.evidence.hash)))
        throw new CodedError("not_found", "The evidence is not in this library any more. Add it again.");
      pictured(
        chosen.map(({ hash }) => hash),
        () => void queries.transaction(() => consent.record(chosen, statement)),
      );
      return open(characterId);
    },
    consentEffect: ({ consentId }) => consent.effect(consentId),
    async revoke({ consentId, basis, reason }) {
      const hashes = consents.hashesOf(consentId);
      const effect = consent.revoke(consentId, basis, reason);
      pictured(hashes, () => undefined);
      const jobsEnded: string[] = [];
      for (const { jobId } of effect.jobs) {
        try {
          await farm.cancel(jobId);
          jobsEnded.push(jobId);
        } catch (error) {
          // It may be over by now; the outbox tells the farm as soon as it can.
          logger.warn("a job could not be ended at once", { job: jobId, reason: error instanceof Error ? error.message : "" });
        }
      }
      return { effect, jobsEnded };
    },
    saveEffect({ consentId }) {
      const effect = consent.effect(consentId);
      const names = consents.hashesOf(consentId).flatMap((hash) => queries.ownersOfHash(hash));
      const name = names[0] === undefined ? "a reference" : store.get(names[0]).content.profile.name;
      return exports.text(`Consent of ${name}`, effectText(effect, name, clock.now()), "What taking the consent back would mark.");
    },
    addLook({ characterId, look }) {
      changes.addLook(characterId, look);
      return open(characterId);
    },
    setLook({ characterId, lookId, patch }) {
      changes.setLook(characterId, lookId, patch);
      return open(characterId);
    },
    removeLook({ characterId, lookId }) {
      changes.removeLook(characterId, lookId);
      return open(characterId);
    },
    setSpan({ toSceneId, ...place }) {
      changes.setSpan(place, toSceneId);
      return reader.continuity(place.projectId);
    },
    moveSpan({ to, ...place }) {
      changes.moveSpan(place, to);
      return reader.continuity(place.projectId);
    },
    removeSpan(place) {
      changes.removeSpan(place);
      return reader.continuity(place.projectId);
    },
    turnaroundQuote: ({ characterId, angles }) => turnaround.quote(store.alive(characterId), angles),
    turnaround: async ({ characterId, angles, expectedCredits }) => ({
      jobIds: await turnaround.submit(store.alive(characterId), angles, expectedCredits),
    }),
    consistency: ({ characterId, projectId }) => consistency.consistency(store.get(characterId), projectId),
    takes: ({ characterId, after, limit }) => consistency.takes(store.get(characterId), after, limit, reader.now()),
    merge({ intoId, fromId }) {
      changes.merge(intoId, fromId);
      return open(intoId);
    },
    split: ({ characterId, ...parts }) => open(changes.split(characterId, parts)),
    exportCard: ({ characterId, format }) => exports.card(store.get(characterId), format),
    exportShare: ({ characterId }) => exports.share(store.get(characterId)),
    importCards: async ({ files }) => ({ cards: await imports.importCards(files) }),
    history: () => store.log(),
    undo() {
      const characterIds = store.undo();
      return { ...store.log(), characterIds };
    },
    redo() {
      const characterIds = store.redo();
      return { ...store.log(), characterIds };
    },
  };
  return {
    handlers,
    consentOf: (hash, use) => consent.consentOf(hash, use),
    async close() {
      clearInterval(looking);
      await portraits.close();
      await closeness.close();
    },
  };
}
