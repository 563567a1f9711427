// The studio's contract between screens and core: namespace -> method -> input and output, and the
// events that the core sends. The one map that hosts, core and renderer share.
import { z } from "zod";
import { moods, settings, shotAngles, shotMoves, shotSizes, timesOfDay, weathers } from "../../domain/shot.ts";
import { castMemberSchema, dialogueLineSchema } from "../shot.ts";
import { accountContract, accountStateSchema } from "./account.ts";
import { charactersContract, charactersEvents } from "./characters.ts";
import { createContract, createEvents } from "./create.ts";
import { importsContract, importsEvents } from "./imports.ts";
import { libraryContract, libraryEvents } from "./library.ts";
import { settingsEvents, settingsMethods } from "./settings.ts";
import { storageContract, storageEvents } from "./storage.ts";
import { transfersContract, transfersEvents } from "./transfers.ts";
import { workspaceContract, workspaceEvents } from "./workspace.ts";
import { exportViewSchema, farmStatusSchema, jobViewSchema, projectCardSchema, projectViewSchema, shotViewSchema } from "./views.ts";

const id = z.uuid();
const someShots = z.array(id).min(1).max(2000);
const none = z.strictObject({});
const done = z.object({});

/** Every field that a creator may change of a shot; absent ones stay. */
export const shotPatchSchema = z.strictObject({
  size: z.enum(shotSizes).optional(),
  angle: z.enum(shotAngles).optional(),
  move: z.enum(shotMoves).optional(),
  frames: z
    .number()
    .int()
    .min(8, "A shot has at least 8 frames (half a second).")
    .max(960, "A shot has at most 960 frames (one minute).")
    .optional(),
  cast: z.array(castMemberSchema).max(12).optional(),
  props: z.array(z.string().trim().min(1).max(60)).max(12).optional(),
  action: z.string().max(4000, "An action has at most 4,000 characters.").optional(),
  dialogue: z.array(dialogueLineSchema).max(20).optional(),
  seed: z.number().int().min(0).max(0xffffffff).optional(),
});
export type ShotPatch = z.infer<typeof shotPatchSchema>;

export const scenePatchSchema = z.strictObject({
  setting: z.enum(settings).optional(),
  place: z.string().trim().min(1, "A scene needs a place.").max(300).optional(),
  time: z.enum(timesOfDay).optional(),
  weather: z.enum(weathers).optional(),
  mood: z.enum(moods).optional(),
});
export type ScenePatch = z.infer<typeof scenePatchSchema>;

export const studioContract = {
  app: {
    /** What the screens need before anything else. */
    state: {
      input: none,
      output: z.object({
        version: z.string(),
        dataFolder: z.string(),
        farm: farmStatusSchema,
        /** What this computer lacks to make clips and films, with the line that installs it; null where nothing is missing. */
        lacks: z.string().nullable(),
        samples: z.array(z.object({ id: z.string(), title: z.string(), text: z.string(), fileName: z.string(), logline: z.string() })),
      }),
    },
    /** Points the studio at another farm, or back at the local one with url null. */
    connect: { input: z.strictObject({ url: z.url().nullable(), token: z.string().max(4000).optional() }), output: farmStatusSchema },
    /** Looks for the farm at once instead of waiting for the next try; answers how that went. */
    tryNow: { input: none, output: farmStatusSchema },
    ...settingsMethods,
  },
  projects: {
    list: { input: none, output: z.object({ projects: z.array(projectCardSchema) }) },
    /** Breaks a story down and keeps it; frames are drawn in the background. Text or the bytes of a file (base64). */
    create: {
      input: z.strictObject({
        story: z.string().optional(),
        file: z.strictObject({ name: z.string().max(255), base64: z.string() }).optional(),
        title: z.string().trim().max(200).optional(),
      }),
      output: projectViewSchema,
    },
    open: { input: z.strictObject({ projectId: id }), output: projectViewSchema },
    rename: {
      input: z.strictObject({ projectId: id, title: z.string().trim().min(1, "A film needs a title.").max(200) }),
      output: projectViewSchema,
    },
    /** To the trash; `restore` brings it back. */
    remove: { input: z.strictObject({ projectId: id }), output: done },
    restore: { input: z.strictObject({ projectId: id }), output: done },
    undo: { input: z.strictObject({ projectId: id }), output: projectViewSchema },
    redo: { input: z.strictObject({ projectId: id }), output: projectViewSchema },
  },
  storyboard: {
    updateShot: { input: z.strictObject({ shotId: id, patch: shotPatchSchema }), output: projectViewSchema },
    updateScene: { input: z.strictObject({ sceneId: id, patch: scenePatchSchema }), output: projectViewSchema },
    /** A new shot after `afterShotId` (or first in the scene), copied from its neighbour's set-up. */
    insertShot: { input: z.strictObject({ sceneId: id, afterShotId: id.nullable() }), output: projectViewSchema },
    /** One step of undo, like the move. */
    removeShots: { input: z.strictObject({ shotIds: someShots }), output: projectViewSchema },
    /** Moves shots, in the order given, to a place of a scene: 0-based among the shots that stay. */
    moveShots: {
      input: z.strictObject({ shotIds: someShots, sceneId: id, index: z.number().int().min(0) }),
      output: projectViewSchema,
    },
    approve: { input: z.strictObject({ shotIds: someShots }), output: projectViewSchema },
    unapprove: { input: z.strictObject({ shotIds: someShots }), output: projectViewSchema },
    /** Sends what is approved and not rendered, a scene a batch; the credits shown must still be right. */
    render: {
      input: z.strictObject({ projectId: id, shotIds: z.array(id).max(2000).optional(), expectedCredits: z.number().int().optional() }),
      output: z.object({ jobs: z.array(jobViewSchema), project: projectViewSchema }),
    },
    takes: {
      input: z.strictObject({ shotId: id }),
      output: z.object({
        takes: z.array(
          z.object({
            id,
            kind: z.enum(["frame", "clip"]),
            still: z.string().nullable(),
            clip: z.string().nullable(),
            segment: z.number().int(),
            createdAt: z.string(),
            recipe: z.record(z.string(), z.unknown()),
            current: z.boolean(),
            stale: z.boolean(),
            /** What a creator should know of it, in words; null where there is nothing. */
            detail: z.string().nullable(),
          }),
        ),
      }),
    },
    /**
     * Makes an older take the current one, undoable. A frame: the shot becomes what that picture shows (its own fields; a
     * scene that changed since is a conflict that names what differs). A clip: the film uses it, stale or not, until the
     * shot changes or a newer clip arrives.
     */
    chooseTake: { input: z.strictObject({ shotId: id, takeId: id }), output: projectViewSchema },
  },
  jobs: {
    list: { input: z.strictObject({ projectId: id.optional() }), output: z.object({ jobs: z.array(jobViewSchema) }) },
    cancel: { input: z.strictObject({ jobId: id }), output: jobViewSchema },
    pause: { input: z.strictObject({ jobId: id }), output: jobViewSchema },
    resume: { input: z.strictObject({ jobId: id }), output: jobViewSchema },
    /** Sends a failed or cancelled job's missing segments again. */
    retry: { input: z.strictObject({ jobId: id }), output: jobViewSchema },
    order: { input: z.strictObject({ jobIds: z.array(id).min(1).max(1000) }), output: z.object({ jobs: z.array(jobViewSchema) }) },
  },
  exports: {
    list: { input: none, output: z.object({ exports: z.array(exportViewSchema) }) },
    /** Exports the film to the exports folder, or to `file`. Shots without a clip are left out only when `allowMissing`. */
    start: {
      input: z.strictObject({ projectId: id, file: z.string().min(1).optional(), allowMissing: z.boolean().default(false) }),
      output: exportViewSchema,
    },
    cancel: { input: z.strictObject({ exportId: id }), output: exportViewSchema },
    retry: { input: z.strictObject({ exportId: id }), output: exportViewSchema },
    /** Opens the folder with the file on this machine; `opened` is false where the host has no desktop. */
    showInFolder: { input: z.strictObject({ exportId: id }), output: z.object({ folder: z.string(), opened: z.boolean() }) },
  },
  account: accountContract,
  library: libraryContract,
  imports: importsContract,
  workspace: workspaceContract,
  create: createContract,
  characters: charactersContract,
  storage: storageContract,
  transfers: transfersContract,
} as const satisfies Record<string, Record<string, { input: z.ZodType; output: z.ZodType }>>;

export type StudioContract = typeof studioContract;
export type Namespace = keyof StudioContract;
export type Method<N extends Namespace> = keyof StudioContract[N] & string;
/** What a caller passes, before defaults are filled in. */
export type Input<N extends Namespace, M extends Method<N>> = StudioContract[N][M] extends { input: infer S extends z.ZodType }
  ? z.input<S>
  : never;
/** What a handler receives. */
export type Parsed<N extends Namespace, M extends Method<N>> = StudioContract[N][M] extends { input: infer S extends z.ZodType }
  ? z.output<S>
  : never;
export type Output<N extends Namespace, M extends Method<N>> = StudioContract[N][M] extends { output: infer S extends z.ZodType }
  ? z.output<S>
  : never;

/** The handlers that the core must have: a type error here means a method without one. */
export type Handlers = { [N in Namespace]: { [M in Method<N>]: (input: Parsed<N, M>) => Promise<Output<N, M>> | Output<N, M> } };

/** Events from core to screens. */
export const studioEvents = {
  /** Something of a project changed: open it again when `revision` is newer. */
  "project.changed": z.object({ projectId: id, revision: z.number().int() }),
  /** One shot changed in a way that leaves the rest as it is (frame drawn, progress, clip arrived). */
  "shot.changed": z.object({ projectId: id, shot: shotViewSchema }),
  "projects.changed": z.object({}),
  "job.changed": z.object({ job: jobViewSchema }),
  "export.changed": z.object({ export: exportViewSchema }),
  "farm.changed": z.object({ farm: farmStatusSchema }),
  /** Somebody signed in or out, or what is known of the account changed. */
  "account.changed": z.object({ account: accountStateSchema }),
  /** The window's shell started a new core: what was told before may have been missed, so all is asked again. */
  "core.restarted": z.object({}),
  ...settingsEvents,
  ...libraryEvents,
  ...importsEvents,
  ...workspaceEvents,
  ...createEvents,
  ...charactersEvents,
  ...storageEvents,
  ...transfersEvents,
  notice: z.object({ level: z.enum(["info", "warning", "error"]), text: z.string() }),
} as const;
export type StudioEventName = keyof typeof studioEvents;
export type StudioEvent<E extends StudioEventName> = z.infer<(typeof studioEvents)[E]>;
