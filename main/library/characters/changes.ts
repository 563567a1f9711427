// What characters are changed by: references, looks and their scenes, names of films, merging and splitting. Each is one
// step of undo.
import { CodedError } from "../../../shared/contract/errors.ts";
import type { lookWordsSchema } from "../../../shared/contract/studio/character-views.ts";
import type { FileSource } from "../../../shared/contract/studio/characters.ts";
import { type Angle, type CharacterContent, nameKey, type VersionReference } from "../../../shared/domain/character.ts";
import { standOf } from "../../../shared/domain/consent.ts";
import type { CharacterId, IdMaker, LookId, ProjectId, SceneId } from "../../../shared/domain/ids.ts";
import type { z } from "zod";
import type { Clock } from "../../ports.ts";
import { counted } from "../../words.ts";
import type { AssetQueries } from "../assets/asset-queries.ts";
import type { CharacterQueries } from "./character-queries.ts";
import { castId, type CastRow, type CharacterChange, spanId, type SpanRow } from "./character-rows.ts";
import type { CharacterStore } from "./character-store.ts";
import type { Consent, ConsentStatement } from "./consent.ts";
import type { ConsentQueries } from "./consent-queries.ts";
import type { FileSources } from "./file-sources.ts";

interface ChangePorts {
  queries: CharacterQueries;
  consents: ConsentQueries;
  consent: Consent;
  store: CharacterStore;
  sources: FileSources;
  assets: Pick<AssetQueries, "asset">;
  clock: Clock;
  ids: IdMaker;
}
export type LookInput = z.output<typeof lookWordsSchema>;

export interface SpanPlace {
  characterId: string;
  lookId: string;
  projectId: string;
  fromSceneId: string;
}

/** References in their order with exactly one main one, where there is any. */
export function withOneMain(references: readonly VersionReference[], mainId?: string): VersionReference[] {
  const main = mainId ?? references.find((one) => one.main)?.id ?? references[0]?.id;
  return references.map((one) => ({ ...one, main: one.id === main }));
}

export function createChanges({ queries, consents, consent, store, sources, assets, clock, ids }: ChangePorts) {
  const noReference = () => new CodedError("not_found", "That reference is not one of this character any more.");
  const noLook = () => new CodedError("not_found", "That look is not one of this character any more.");

  /** What is known of a picture that was made here from nobody real; null where it has to be asked. */
  const madeFromNobody = (assetId: string | null): ConsentStatement | null => {
    const asset = assetId === null ? null : assets.asset(assetId);
    if (asset === null || asset.origin !== "made" || asset.recipe === null) return null;
    const used = asset.recipe.references.map((hash) => standOf(consents.ofHash(hash), clock.now()));
    if (used.some(({ state }) => state !== "fictional")) return null;
    return {
      origin: "made",
      subject: "fictional",
      evidence: null,
      scope: { films: null, ratings: ["general", "mature"] },
      givenAt: null,
      expiresAt: null,
      note: "",
    };
  };
  const spanChange = (before: SpanRow | null, after: Omit<SpanRow, "id"> | null): CharacterChange[] => {
    const row = after === null ? null : { ...after, id: spanId(after) };
    if (row === null && before === null) return [];
    if (row !== null && before !== null && row.id === before.id)
      return row.toSceneId === before.toSceneId ? [] : [{ table: "span", before, after: row }];
    const there = row === null ? null : queries.span(row.id);
    return [
      ...(before === null ? [] : [{ table: "span", before, after: null } as const]),
      ...(row === null ? [] : [{ table: "span", before: there, after: row } as const]),
    ];
  };
  /** Checks that a span's scenes are the film's, in order, and its look the character's. */
  const checkSpan = ({ characterId, lookId, projectId, fromSceneId }: SpanPlace, toSceneId: string | null): void => {
    const { content } = store.alive(characterId);
    if (!content.looks.some((look) => look.id === lookId)) throw noLook();
    const scenes = queries.scenes(projectId).map((scene) => scene.id as string);
    const [from, to] = [scenes.indexOf(fromSceneId), toSceneId === null ? scenes.length : scenes.indexOf(toSceneId)];
    if (from < 0 || to < 0) throw new CodedError("not_found", "That scene is not in the film any more.");
    if (to < from)
      throw new CodedError("invalid_input", "The look would end before it begins. Choose a later last scene.", {
        fields: [{ path: "toSceneId", message: "Choose a scene that is not before the first one." }],
      });
  };
  const castChange = (projectId: string, name: string, characterId: string | null): CharacterChange[] => {
    const id = castId(projectId, nameKey(name));
    const before = queries.castEntry(id);
    const after: CastRow | null =
      characterId === null
        ? null
        : {
            id,
            projectId: projectId as ProjectId,
            nameKey: nameKey(name),
            name: before?.name ?? name,
            characterId: characterId as CharacterId,
          };
    return before?.characterId === after?.characterId ? [] : [{ table: "cast", before, after }];
  };
  const lookOf = (content: CharacterContent, lookId: string) => {
    const look = content.looks.find((one) => one.id === lookId);
    if (look === undefined) throw noLook();
    return look;
  };

  return {
    castChange,
    async addReference(
      characterId: string,
      source: FileSource,
      { angle, main, statement }: { angle: Angle; main: boolean; statement?: ConsentStatement | undefined },
    ): Promise<void> {
      store.alive(characterId);
      const file = await sources.fileOf(source);
      const facts = await sources.pictureOf(file);
      const row = store.alive(characterId);
      if (row.content.references.some(({ hash }) => hash === file.hash))
        throw new CodedError("conflict", "This picture is a reference of the character already.");
      const id = ids<"reference">();
      store.run(`${row.content.profile.name}: add a reference`, () => {
        const { content } = store.alive(characterId);
        queries.insertReference({ id, assetId: file.assetId, hash: file.hash, ...facts, addedAt: clock.now() });
        const said = statement ?? (consents.ofHash(file.hash) === null ? madeFromNobody(file.assetId) : null);
        if (said !== null) consent.record([{ id, hash: file.hash }], said);
        const references = [...content.references, { id, hash: file.hash, angle, main: false }];
        return store.versionChange(store.alive(characterId), { ...content, references: withOneMain(references, main ? id : undefined) });
      });
    },
    setReference(
      characterId: string,
      referenceId: string,
      to: { angle?: Angle | undefined; main?: true | undefined; index?: number | undefined },
    ): void {
      store.edit(characterId, (content) => {
        const own = content.references.find(({ id }) => id === referenceId);
        if (own === undefined) throw noReference();
        const changed = { ...own, angle: to.angle ?? own.angle };
        const rest = content.references.filter(({ id }) => id !== referenceId);
        const place = to.index === undefined ? content.references.indexOf(own) : Math.min(to.index, rest.length);
        return { ...content, references: withOneMain(rest.toSpliced(place, 0, changed), to.main === true ? referenceId : undefined) };
      });
    },
    removeReferences(characterId: string, referenceIds: readonly string[]): void {
      store.edit(characterId, (content) => {
        if (referenceIds.some((id) => !content.references.some((one) => one.id === id))) throw noReference();
        return { ...content, references: withOneMain(content.references.filter(({ id }) => !referenceIds.includes(id))) };
      });
    },
    moveReferences(fromId: string, referenceIds: readonly string[], toId: string): void {
      if (fromId === toId) throw new CodedError("conflict", "The references are with this character already.");
      const [from, to] = [store.alive(fromId), store.alive(toId)];
      const moving = from.content.references.filter(({ id }) => referenceIds.includes(id));
      if (moving.length !== new Set(referenceIds).size) throw noReference();
      const names = `${from.content.profile.name} to ${to.content.profile.name}`;
      store.run(`move ${counted(moving.length, "reference")} from ${names}`, () => {
        const fresh = moving
          .filter(({ hash }) => !to.content.references.some((one) => one.hash === hash))
          .map((one) => ({ ...one, main: false }));
        return [
          ...store.versionChange(from, {
            ...from.content,
            references: withOneMain(from.content.references.filter((one) => !moving.includes(one))),
          }),
          ...store.versionChange(to, { ...to.content, references: withOneMain([...to.content.references, ...fresh]) }),
        ];
      });
    },
    addLook(characterId: string, look: LookInput): void {
      store.edit(characterId, (content) => ({ ...content, looks: [...content.looks, { ...look, id: ids<"look">() }] }) as CharacterContent);
    },
    setLook(characterId: string, lookId: string, patch: { [K in keyof LookInput]?: LookInput[K] | undefined }): void {
      store.edit(characterId, (content) => {
        const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
        const changed = { ...lookOf(content, lookId), ...given };
        return { ...content, looks: content.looks.map((one) => (one.id === lookId ? changed : one)) };
      });
    },
    removeLook(characterId: string, lookId: string): void {
      const row = store.alive(characterId);
      const { name } = lookOf(row.content, lookId);
      store.run(`${row.content.profile.name}: take out the look ${name}`, () => [
        ...queries
          .spansOf(characterId)
          .filter((span) => span.lookId === lookId)
          .flatMap((span) => spanChange(span, null)),
        ...store.versionChange(row, { ...row.content, looks: row.content.looks.filter((one) => one.id !== lookId) }),
      ]);
    },
    setSpan(place: SpanPlace, toSceneId: string | null): void {
      checkSpan(place, toSceneId);
      const { content } = store.alive(place.characterId);
      store.run(`${content.profile.name}: ${lookOf(content, place.lookId).name} in other scenes`, () =>
        spanChange(queries.span(spanId(place as SpanRow)), { ...place, toSceneId } as Omit<SpanRow, "id">),
      );
    },
    moveSpan(place: SpanPlace, to: { lookId?: string | undefined; fromSceneId: string; toSceneId: string | null }): void {
      const before = queries.span(spanId(place as SpanRow));
      if (before === null) throw new CodedError("not_found", "That look does not begin in this scene any more.");
      const target = { ...place, lookId: to.lookId ?? place.lookId, fromSceneId: to.fromSceneId };
      checkSpan(target, to.toSceneId);
      const { content } = store.alive(place.characterId);
      store.run(`${content.profile.name}: ${lookOf(content, target.lookId).name} in other scenes`, () =>
        spanChange(before, {
          projectId: target.projectId as ProjectId,
          characterId: target.characterId as CharacterId,
          lookId: target.lookId as LookId,
          fromSceneId: target.fromSceneId as SceneId,
          toSceneId: to.toSceneId as SceneId | null,
        }),
      );
    },
    removeSpan(place: SpanPlace): void {
      const before = queries.span(spanId(place as SpanRow));
      if (before === null) throw new CodedError("not_found", "That look does not begin in this scene any more.");
      store.run("take a look out of scenes", () => spanChange(before, null));
    },
    link(projectId: string, name: string, characterId: string | null): void {
      if (queries.film(projectId) === null) throw new CodedError("not_found", "That film is not in the library any more.");
      const person = characterId === null ? null : store.alive(characterId).content.profile.name;
      store.run(person === null ? `${name} is nobody's` : `${name} is ${person}`, () => castChange(projectId, name, characterId));
    },
    merge(intoId: string, fromId: string): void {
      if (intoId === fromId) throw new CodedError("conflict", "A character cannot be merged with itself.");
      const [into, from] = [store.alive(intoId), store.alive(fromId)];
      const [one, other] = [into.content, from.content];
      const names = [...one.profile.aliases, other.profile.name, ...other.profile.aliases];
      const known = new Set([nameKey(one.profile.name)]);
      const aliases = names.filter((name) => !known.has(nameKey(name)) && known.add(nameKey(name))).slice(0, 30);
      const fresh = other.references.filter(({ hash }) => !one.references.some((reference) => reference.hash === hash));
      store.run(`merge ${other.profile.name} into ${one.profile.name}`, () => [
        ...store.versionChange(
          into,
          {
            profile: { ...one.profile, aliases },
            references: withOneMain([...one.references, ...fresh.map((reference) => ({ ...reference, main: false }))]),
            looks: [...one.looks, ...other.looks],
          },
          `${other.profile.name} merged into it`,
        ),
        ...queries.castOf(fromId).map((before): CharacterChange => ({ table: "cast", before, after: { ...before, characterId: into.id } })),
        ...queries.spansOf(fromId).flatMap((before) => spanChange(before, { ...before, characterId: into.id })),
        {
          table: "head",
          id: from.id,
          before: store.headOf(from),
          after: { ...store.headOf(from), mergedInto: into.id },
        },
        // Whoever came as under age stays so, under whatever name.
        ...(from.underAge && !into.underAge ? underAgeToo(into.id) : []),
      ]);
    },
    split(
      characterId: string,
      parts: {
        name: string;
        referenceIds: readonly string[];
        lookIds: readonly string[];
        cast: readonly { projectId: string; name: string }[];
      },
    ): CharacterId {
      const row = store.alive(characterId);
      const { content } = row;
      const references = content.references.filter(({ id }) => parts.referenceIds.includes(id));
      if (references.length !== new Set(parts.referenceIds).size) throw noReference();
      const looks = parts.lookIds.map((id) => lookOf(content, id));
      for (const { projectId, name } of parts.cast)
        if (queries.castEntry(castId(projectId, nameKey(name)))?.characterId !== row.id)
          throw new CodedError("not_found", `${name} is not this character in that film any more.`);
      const made: CharacterContent = {
        profile: { ...content.profile, name: parts.name, aliases: [], age: { ...content.profile.age, adult: false } },
        references: withOneMain(references),
        looks,
      };
      const [id] = store.create(
        [{ content: made, label: `Split from ${content.profile.name}` }],
        `split ${parts.name} from ${content.profile.name}`,
        (newId) => [
          ...store.versionChange(
            row,
            {
              ...content,
              references: withOneMain(content.references.filter((one) => !references.includes(one))),
              looks: content.looks.filter((one) => !looks.includes(one)),
            },
            `${parts.name} split from it`,
          ),
          ...parts.cast.flatMap(({ projectId, name }) => castChange(projectId, name, newId)),
          ...queries
            .spansOf(characterId)
            .filter(({ lookId }) => parts.lookIds.includes(lookId))
            .flatMap((before) => spanChange(before, { ...before, characterId: newId })),
          ...(row.underAge ? underAgeToo(newId) : []),
        ],
      );
      if (id === undefined) throw new CodedError("internal");
      return id;
    },
  };

  /** The character counts as under age, too: a change of its newest head. */
  function underAgeToo(id: CharacterId): CharacterChange[] {
    const row = queries.character(id);
    if (row === null) return [];
    const newest = { ...store.headOf(row), version: Math.max(row.version, ...queries.versions(id).map(({ number }) => number)) };
    return [{ table: "head", id, before: newest, after: { ...newest, underAge: true } }];
  }
}
