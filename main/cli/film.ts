// npm run film: from a story to a film without a screen, on the same core and a real farm. Run again, the same
// command goes on where it was.
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { CodedError, errorBodyOf } from "../../shared/contract/errors.ts";
import { findMediaTools } from "../../shared/media/ffmpeg.ts";
import { codedErrorOf } from "../errors.ts";
import { checkTarget } from "../export/target.ts";
import { captionsFileOf } from "../export/render.ts";
import { readStory } from "../film/films.ts";
import { hashText } from "../hash.ts";
import { nodePorts, productFolderOf } from "../host/ports.ts";
import { lineLogger } from "../host/log.ts";
import type { FarmAddress, StudioPorts } from "../ports.ts";
import { createStudio, type Studio } from "../studio.ts";
import { versionOf } from "../version.ts";
import { counted } from "../words.ts";
import { type LocalFarm, startLocalFarm } from "./local-farm.ts";
import { type FilmOptions, filmHelp, readFilmOptions, UsageError } from "./options.ts";
import { planJson, planText } from "./plan-view.ts";
import { countRoad, FarmLost, pause, renderRoad } from "./road.ts";
import { type FilmSummary, summaryText } from "./summary.ts";

/** Exit codes (filmHelp says them to people). */
const exits = { complete: 0, failed: 1, usage: 2, incomplete: 3, farmLost: 75, interrupted: 130 } as const;
/** A farm that does not answer at the start is an error after so long. */
const reachWithinMs = 15_000;

const seconds = (from: number, to: number) => Math.round((to - from) / 10) / 100;

async function storyBytes(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw new CodedError("invalid_input", `The story ${file} is not there. Check the path of --story.`);
  if (!found.isFile())
    throw new CodedError("invalid_input", `The story ${file} is not a file. Name a .txt, .md or .fountain file with --story.`);
  // A file past any story's size is not read at all.
  if (found.size > 64_000_000) throw new CodedError("story_too_large");
  return readFile(file).catch((error: unknown) => {
    throw new CodedError("invalid_input", `The story ${file} cannot be read. Check its permissions.`, { cause: error });
  });
}

interface Run {
  options: FilmOptions;
  ports: StudioPorts;
  bytes: Uint8Array;
  fileName: string;
  out: string | null;
  say: (words: string) => void;
  signal: AbortSignal;
}

/** The project of this story and these options: the one of the last run, or a new one. */
function projectOf(studio: Studio, { options, bytes, fileName }: Run): string {
  const origin = hashText(JSON.stringify([hashText(Buffer.from(bytes).toString("base64")), options.minutes ?? null, options.style]));
  const known = studio.films.byOrigin(origin);
  if (known !== null) return known.id;
  return studio.films.create({ file: { name: fileName, bytes }, minutes: options.minutes, origin }).id;
}

/** Connects the studio to the farm of the options; a local one is started and ended with the run. */
async function openFarm(studio: Studio, { options, ports, say }: Run): Promise<LocalFarm | null> {
  if (options.farm !== null) {
    const { url, token } = options.farm;
    const address: FarmAddress = { url, local: false, token: () => Promise.resolve(token ?? null) };
    const late = new Promise<never>((_resolve, reject) => {
      setTimeout(
        () => reject(new CodedError("farm_unreachable", `The farm ${url} does not answer. Check --farm and your network.`)),
        reachWithinMs,
      ).unref();
    });
    const status = await Promise.race([studio.farm.use(address), late]);
    if (status.state === "signed-out") throw new CodedError("unauthenticated", `The farm ${url} does not accept the token. Check --token.`);
    if (status.state !== "connected")
      throw new CodedError("farm_unreachable", `The farm ${url} does not answer. Check --farm and your network.`);
    return null;
  }
  let first: Promise<unknown> = Promise.resolve();
  const farm = await startLocalFarm({
    productFolder: ports.productFolder,
    dataFolder: ports.dataFolder,
    environment: ports.environment,
    ready(address) {
      first = studio.farm.use(address);
    },
    trouble: say,
  });
  await first;
  return farm;
}

async function exportFilm(studio: Studio, projectId: string, { out, signal, say }: Run) {
  let view = await studio.exports.start({ projectId, file: out as string, allowMissing: true });
  let before = "";
  while (view.state === "queued" || view.state === "running") {
    await pause(100, signal);
    view = studio.exports.get(view.id);
    const line = `Export: ${view.phase ?? "waiting"}${view.phase === "pieces" ? ` ${view.pieces.done} of ${view.pieces.total}` : ""}`;
    if (line !== before && view.state === "running" && (view.phase !== before || view.phase === "pieces")) say(line);
    before = line;
  }
  if (view.state !== "done")
    throw view.error === null
      ? new CodedError("cancelled", "The export was cancelled.")
      : new CodedError(view.error.code, view.error.message);
  return view;
}

/** Walks the whole road. Returns what the run says at its end. */
async function makeFilm(run: Run): Promise<FilmSummary> {
  const { options, ports, say, signal } = run;
  const now = () => ports.clock.now();
  const started = now();
  const studio = await createStudio(ports, { connect: false }).catch((error: unknown) => {
    throw codedErrorOf(error, ports.dataFolder);
  });
  let opening: Promise<LocalFarm | null> = Promise.resolve(null);
  try {
    const projectId = projectOf(studio, run);
    const view = studio.films.open(projectId);
    const shots = view.scenes.flatMap((scene) => scene.shots);
    say(`${view.title}: ${counted(view.scenes.length, "scene")}, ${counted(shots.length, "shot")}, ${(view.frames / 16).toFixed(0)} s.`);
    const spentBefore = creditsOf(studio, projectId);
    // The farm starts while the frames are drawn; both are needed before anything is sent.
    // A farm that is not there ends the run at once, not after the last frame.
    if (options.approve === "all") opening = openFarm(studio, run);
    const draw = now();
    const drawing = studio.stills.ensure(studio.films.standing(studio.films.rows(projectId))).then(() => {
      say(`Frames: ${shots.length} drawn.`);
      return now();
    });
    const [drawn] = await Promise.all([drawing, opening]);
    const ready = now();
    const summary = (more: Partial<FilmSummary>): FilmSummary => {
      const count = countRoad(studio, projectId);
      const spent = creditsOf(studio, projectId);
      return {
        complete: false,
        approve: options.approve,
        title: view.title,
        story: path.resolve(options.story),
        scenes: view.scenes.length,
        shots: { total: count.shots, rendered: count.rendered, blocked: count.blocked, failed: count.failed },
        credits: { held: spent.held, captured: spent.captured - spentBefore.captured, returned: spent.returned - spentBefore.returned },
        seconds: {
          setUp: seconds(started + drawn - draw, ready),
          frames: seconds(draw, drawn),
          render: 0,
          export: 0,
          film: seconds(draw, drawn),
        },
        length: null,
        files: [],
        pieces: null,
        report: null,
        provenance: "unsigned",
        ...more,
      };
    };
    if (options.approve === "none") return summary({});
    await studio.films.approve(shots.map((shot) => shot.id));
    const { quote } = studio.films.view(projectId);
    if (quote.segments > 0)
      say(
        `Render: ${counted(quote.shots, "shot")}, ${counted(quote.segments, "segment")}, ${quote.credits === 0 ? "free" : counted(quote.credits, "credit")}.`,
      );
    await renderRoad(studio, { projectId, patience: options.wait * 60_000, now, say, signal });
    const rendered = now();
    const film = await exportFilm(studio, projectId, run);
    const done = now();
    const count = countRoad(studio, projectId);
    const captions = await stat(captionsFileOf(film.file));
    return summary({
      complete: count.rendered === count.shots && film.report?.missing.length === 0,
      seconds: {
        setUp: seconds(started + drawn - draw, ready),
        frames: seconds(draw, drawn),
        render: seconds(ready, rendered),
        export: seconds(rendered, done),
        film: seconds(draw, drawn) + seconds(ready, done),
      },
      length: film.report?.seconds ?? null,
      files: [
        { path: film.file, bytes: film.bytes ?? 0 },
        { path: captionsFileOf(film.file), bytes: captions.size },
      ],
      pieces: film.pieces,
      report: film.report,
    });
  } catch (error) {
    throw codedErrorOf(error, ports.dataFolder);
  } finally {
    await studio.close();
    await (await opening.catch(() => null))?.stop();
  }
}

/** Credits of a project's jobs: still held, captured, given back. */
function creditsOf(studio: Studio, projectId: string) {
  const sum = { held: 0, captured: 0, returned: 0 };
  for (const { mirror } of studio.farm.list(projectId)) {
    sum.captured += mirror.captured;
    sum.returned += mirror.refunded;
    if (mirror.endedAt === null) sum.held += mirror.held;
  }
  return sum;
}

async function main(): Promise<number> {
  const options = readFilmOptions(process.argv.slice(2), process.env);
  if (options === "help") {
    process.stdout.write(filmHelp);
    return exits.complete;
  }
  const fileName = path.basename(options.story);
  const bytes = await storyBytes(path.resolve(options.story));
  // Everything that can be wrong is found before any work.
  const { breakdown } = readStory(bytes, fileName, options.minutes);
  if (options.plan) {
    process.stdout.write(`${options.json ? JSON.stringify(planJson(breakdown)) : planText(breakdown)}\n`);
    return exits.complete;
  }
  const out = options.out === undefined ? null : path.resolve(options.out);
  if (out !== null) await checkTarget(out, 1_000_000);
  const productFolder = productFolderOf(import.meta.url);
  const ports = nodePorts({
    environment: process.env,
    platform: process.platform,
    productFolder,
    version: versionOf(productFolder),
    dataFolder: options.data === undefined ? undefined : path.resolve(options.data),
    // The log is for looking into; what a person needs is said in sentences.
    logger: lineLogger(
      () => undefined,
      () => Date.now(),
    ),
  });
  if (options.approve === "all") await findMediaTools({ environment: process.env, platform: process.platform });

  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stop.abort(new Interrupted()));
  const say = (words: string) => void (options.json ? process.stderr : process.stdout).write(`${words}\n`);
  const summary = await makeFilm({ options, ports, bytes, fileName, out, say, signal: stop.signal });
  process.stdout.write(`${options.json ? JSON.stringify(summary) : summaryText(summary)}\n`);
  if (summary.complete || options.approve === "none") return exits.complete;
  const left = [...summary.shots.blocked, ...summary.shots.failed].map((shot) => shot.label).join(", ");
  process.stderr.write(
    `The film was written without ${left === "" ? "some shots" : `shot ${left}`}. Change them in the studio or in the story and run the command again.\n`,
  );
  return exits.incomplete;
}

class Interrupted extends Error {}

main().then(
  (code) => {
    process.exitCode = code;
    // Nothing may keep the process: every part was closed.
    setTimeout(() => process.exit(code), 2000).unref();
  },
  (thrown: unknown) => {
    if (thrown instanceof Interrupted) {
      process.stderr.write("Stopped. What was made is kept; the same command goes on.\n");
      process.exit(exits.interrupted);
    }
    if (thrown instanceof UsageError) {
      process.stderr.write(`${thrown.message}\n`);
      process.exit(exits.usage);
    }
    if (thrown instanceof FarmLost) {
      process.stderr.write(`${thrown.message}\n`);
      process.exit(exits.farmLost);
    }
    const body = errorBodyOf(codedErrorOf(thrown));
    process.stderr.write(`${body.message}\n`);
    if (body.code === "internal" && process.env.STUDIO_DEBUG) console.error(thrown);
    process.exit(exits.failed);
  },
);
