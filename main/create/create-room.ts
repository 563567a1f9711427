// The rooms Create and Workspace: their services over what all rooms share.
import { CodedError } from "../../shared/contract/errors.ts";
import type { Handlers, StudioEvent } from "../../shared/contract/studio/index.ts";
import { type CreateDraft, createDraftSchema } from "../../shared/contract/studio/draft.ts";
import { angles } from "../../shared/domain/character.ts";
import type { Rating } from "../../shared/domain/job.ts";
import type { Events } from "../events.ts";
import type { FarmService } from "../farm/farm.ts";
import type { Films } from "../film/films.ts";
import type { AssetQueries } from "../library/assets/asset-queries.ts";
import type { NewAsset } from "../library/assets/asset-rows.ts";
import type { Blobs } from "../library/blobs.ts";
import type { Connection } from "../library/database.ts";
import type { StudioPorts } from "../ports.ts";
import { abilitiesOf } from "./abilities.ts";
import { createCollector } from "./collect.ts";
import { enhance } from "./enhance.ts";
import { groupQueries } from "./group-queries.ts";
import { createMaker } from "./maker.ts";
import { exactCopy, keepMask } from "./own-files.ts";
import { presetQueries } from "./preset-queries.ts";
import { createPresets } from "./presets.ts";
import { draftOfRecipe } from "./recipe-draft.ts";
import { createSending } from "./sending.ts";
import { draftField } from "./work.ts";
import { createWorkspace } from "./workspace.ts";

export interface CreateRoom {
  handlers: Pick<Handlers, "create" | "workspace">;
  close(): void;
}

interface Shared {
  /** studio.db */
  database: Connection;
  blobs: Blobs;
  assets: AssetQueries;
  events: Events;
  ports: StudioPorts;
  farm: FarmService;
  films: Films;
}

const fresh = (): CreateDraft => createDraftSchema.parse({ task: "image" });

/** What the characters do for what is made. */
interface Characters {
  addReference: Handlers["characters"]["addReference"];
  /** Why a picture may not be used; null where it may. */
  refusal: (hash: string, use: { rating: Rating; projectId: string | null }) => string | null;
}

/** Creates both rooms. */
export function createCreateRoom(
  { database, blobs, assets, events, ports, farm, films }: Shared,
  { addReference, refusal }: Characters,
): CreateRoom {
  const { clock, ids, logger } = ports;
  const queries = presetQueries(database);
  const groups = groupQueries(database);
  const presets = createPresets({ queries, clock, ids, changed: () => events.send("create.presets", {}) });
  const maker = createMaker({
    farm,
    groups,
    assets,
    blobs,
    clock,
    ids,
    consentEnded: (hash, projectId) => refusal(hash, { rating: "general", projectId }),
    checkProject: (projectId) => void films.rows(projectId),
  });
  const sending = createSending({
    films,
    assets,
    groups,
    clock,
    filesOf: farm.filesOf,
    async addReference({ characterId, assetId, angle }) {
      const known = angles.find((one) => one === angle) ?? angles[0];
      const { name } = await addReference({ characterId, source: { assetId }, angle: known, main: false });
      return name;
    },
  });
  const workspace = createWorkspace({ groups, assets, farm, sending, events, clock, ids, logger });
  /** What arrived goes where its draft said. It stands in the workspace whatever becomes of that. */
  const sendOn = async (groupId: string, asset: NewAsset): Promise<void> => {
    const goesTo = groups.group(groupId)?.draft?.goesTo ?? { to: "workspace" as const };
    // The rooms beside this one may be being created still.
    await Promise.resolve();
    const [line] = assets.linesById([asset.id]);
    if (line === undefined) return;
    if (goesTo.to === "shot") sending.toShot(line, goesTo.shotId, asset.kind === "clip" ? (asset.jobIndex ?? 0) : undefined);
    else if (goesTo.to === "character") await sending.toCharacter([line], goesTo.characterId, goesTo.angle);
    else return;
    workspace.afterSending([asset.id]);
  };
  const collector = createCollector({
    groups,
    assets,
    blobs,
    clock,
    ids,
    logger,
    filesOf: farm.filesOf,
    stateOf: (groupId) => (groups.group(groupId)?.draft?.goesTo.to === "library" ? "kept" : "staged"),
    collected(groupId, asset) {
      workspace.tell([groupId]);
      void sendOn(groupId, asset).catch((error: unknown) => {
        const reason = error instanceof CodedError ? error.message : "Send it from the workspace.";
        events.send("notice", { level: "warning", text: `${asset.name} is in the workspace and did not go on: ${reason}` });
      });
    },
  });
  farm.attachMade({
    fieldOf: draftField,
    arrived: (job) => collector.collect(job),
    changed: (job) => workspace.tell([job.row.id]),
    retry: (job) => maker.retry(job),
  });
  // What arrived before the last end of the studio.
  for (const job of farm.all()) if (job.row.results !== null) collector.collect(job);
  workspace.begin();
  // Stars, names and the trash are the library's: what it changed of a result is told with its group.
  const stopListening = events.listen((name, data) => {
    if (name !== "library.changed") return;
    const { ids: changed } = data as StudioEvent<"library.changed">;
    if (changed !== null) workspace.tell(workspace.groupsOf(changed));
  });

  let closed = false;
  const waits = new Set<() => void>();
  const wait = (ms: number) =>
    new Promise<void>((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        waits.delete(end);
        if (closed) reject(new CodedError("cancelled"));
        else resolve();
      };
      const timer = setTimeout(end, ms);
      waits.add(end);
    });
  const known = (assetId: string) => {
    const asset = assets.asset(assetId);
    if (asset === null) throw new CodedError("not_found", "That is not in the library any more.");
    return asset;
  };
  const idOf = (hash: string): string | null => assets.byHash(hash).find(({ state }) => state !== "trashed")?.id ?? null;
  const draftOf = async (assetId: string) => {
    const asset = known(assetId);
    if (asset.recipe === null || (asset.kind !== "image" && asset.kind !== "clip"))
      throw new CodedError("conflict", "It is not known how this was made, so there is no recipe to use.");
    const { recipe } = asset;
    const named = [...recipe.references, recipe.source, recipe.mask, recipe.parentFrame, recipe.lastFrame].filter(
      (hash) => hash !== undefined,
    );
    const here = new Set<string>();
    for (const hash of named) if (/^[0-9a-f]{64}$/.test(hash) && (await blobs.has(hash))) here.add(hash);
    const made = draftOfRecipe({ recipe, kind: asset.kind, assetIdOf: idOf, isHere: (hash) => here.has(hash) });
    const engine = farm.said()?.engines.find(({ id }) => id === made.draft.engine);
    // A model that the engine does not offer is the engine's own choice again, and that is said.
    if (engine !== undefined && made.draft.model !== null && !engine.models.includes(made.draft.model)) {
      if (engine.models.length > 0 && asset.engine !== "draft")
        made.notes.push(`The model ${made.draft.model} is not on this farm: its own is used.`);
      made.draft = { ...made.draft, model: null };
    }
    return { draft: { ...made.draft, projectId: asset.projectId }, notes: made.notes };
  };
  return {
    handlers: {
      create: {
        ...presets,
        abilities: () => abilitiesOf(farm.status(), farm.said()),
        quote: ({ draft }) => maker.quote(draft),
        async submit({ draft, expectedCredits }) {
          const job = await maker.submit(draft, expectedCredits);
          workspace.tell([job.row.id]);
          return { groupId: job.row.id, job: farm.view(job) };
        },
        async exactCopy({ assetId }) {
          const made = await exactCopy(assetId, { groups, assets, blobs, clock, ids });
          workspace.tell([made.groupId]);
          return made;
        },
        enhance: ({ prompt }) => enhance(prompt, { farm, ids, wait }),
        current: () => ({ draft: queries.draft() ?? fresh() }),
        keepDraft({ draft }) {
          queries.putDraft(draft, clock.now());
          return {};
        },
        draftOf: ({ assetId }) => draftOf(assetId),
        clipFrom({ assetId }) {
          const asset = known(assetId);
          if (asset.kind !== "image") throw new CodedError("conflict", "A clip begins with a picture. Choose one.");
          const group = groups.ofAsset(assetId);
          const chain = group?.draft?.chain ?? null;
          const notes: string[] = [];
          const draft: CreateDraft = {
            ...fresh(),
            task: "clip",
            prompt: chain?.prompt || asset.recipe?.prompt || "",
            quality: asset.quality ?? "draft",
            frames: chain?.frames ?? 80,
            width: chain?.width ?? null,
            height: chain?.height ?? null,
            lastFrame: chain?.lastFrame ?? null,
            firstFrame: { hash: asset.hash, assetId: asset.id },
            projectId: asset.projectId,
          };
          const { parameters } = abilitiesOf(farm.status(), farm.said())
            .engines.find(({ kinds, qualities }) => kinds.includes("video.generate") && qualities.includes(draft.quality))
            ?.tasks.find(({ task }) => task === "clip") ?? { parameters: null };
          const off = parameters?.firstFrame.state === "off" ? parameters.firstFrame.reason : null;
          if (off === null) return { draft, notes };
          notes.push(`${off} The clip is made of the same words and seed instead.`);
          return { draft: { ...draft, firstFrame: null, lastFrame: null, seed: asset.seed }, notes };
        },
        keepMask: ({ base64 }) => keepMask(base64, blobs),
      },
      workspace: workspace.handlers,
    },
    close() {
      closed = true;
      stopListening();
      workspace.close();
      for (const end of waits) end();
    },
  };
}
