// What one may type after `npm run film --`. Every mistake is a sentence that names the option and the remedy.
import { parseArgs } from "node:util";

/** A command line that cannot be used; the message is for people, the exit code 2. */
export class UsageError extends Error {}

export interface FilmOptions {
  story: string;
  /** Absent only with --plan and with --approve none. */
  out: string | undefined;
  plan: boolean;
  json: boolean;
  minutes: number | undefined;
  style: Style;
  approve: "all" | "none";
  farm: { url: string; token: string | undefined } | null;
  /** Minutes that a lost farm is waited for. */
  wait: number;
  data: string | undefined;
}

/** Looks that this version draws. Engines that paint bring more. */
export const styles = ["draft"] as const;
export type Style = (typeof styles)[number];

export const filmHelp = `npm run film -- --story FILE --out FILE.mp4   from a story to a film

  --story FILE      the story: .txt, .md or .fountain
  --out FILE.mp4    where the film goes; captions go beside it as .vtt
  --style NAME      look of the pictures: ${styles.join(", ")} (drawn animatic; the default)
  --minutes N       wished length of the film in minutes (0.1 to 120)
  --approve WHICH   all: render every frame (the default); none: stop after the frames
  --plan            print the breakdown into scenes and shots and stop; needs no farm
  --json            print the result as one line of JSON; progress goes to standard error
  --farm URL        render on this farm instead of a local one
  --token T         session token of that farm (or STUDIO_FARM_TOKEN)
  --wait N          minutes to wait for a farm that goes away (10), then exit 75; the same command goes on
  --data DIR        data folder (STUDIO_DATA)
  --help            show this text

Exit codes: 0 the film is complete; 1 it could not be made; 2 the command line; 3 the film was written without
some shots; 75 the farm went away for too long.
`;

const known = {
  story: { type: "string" },
  out: { type: "string" },
  style: { type: "string" },
  minutes: { type: "string" },
  approve: { type: "string" },
  plan: { type: "boolean" },
  json: { type: "boolean" },
  farm: { type: "string" },
  token: { type: "string" },
  wait: { type: "string" },
  data: { type: "string" },
  help: { type: "boolean" },
} as const;

function numberOf(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < least || value > most)
    throw new UsageError(`--${name} takes a number of minutes from ${least} to ${most}, not '${text}'.`);
  return value;
}

/** Reads the command line; "help" where it is asked for. Throws UsageError. */
export function readFilmOptions(args: string[], environment: Record<string, string | undefined>): FilmOptions | "help" {
  const values = parse(args);
  if (values.help === true) return "help";
  const { story, out, style = "draft", approve = "all", farm, token = environment.STUDIO_FARM_TOKEN } = values;
  if (!story) throw new UsageError("--story is missing. Name the file with the story, such as --story story.txt.");
  const plan = values.plan === true;
  if (approve !== "all" && approve !== "none") throw new UsageError(`--approve takes all or none, not '${approve}'.`);
  if (!styles.includes(style as Style)) throw new UsageError(`There is no style '${style}'. --style takes: ${styles.join(", ")}.`);
  if (!out && !plan && approve === "all") throw new UsageError("--out is missing. Name the film's file, such as --out film.mp4.");
  if (out && !/\.mp4$/i.test(out)) throw new UsageError(`--out must end in .mp4, not '${out}'.`);
  if (farm !== undefined && !/^https?:\/\/[^/]/.test(farm))
    throw new UsageError(`--farm takes an address that starts with https:// or http://, not '${farm}'.`);
  if (farm === undefined && values.token !== undefined)
    throw new UsageError("--token goes with --farm. Name the farm too, or leave the token out for the local one.");
  return {
    story,
    out: out || undefined,
    plan,
    json: values.json === true,
    minutes: numberOf("minutes", values.minutes, 0.1, 120),
    style: style as Style,
    approve,
    farm: farm === undefined ? null : { url: farm, token },
    wait: numberOf("wait", values.wait, 0, 10_000) ?? 10,
    data: values.data,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: known, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const words = error instanceof Error ? error.message : "";
    const option = /'([^']+)'/.exec(words)?.[1] ?? "";
    const code = error instanceof Error && "code" in error ? error.code : "";
    const options = Object.keys(known)
      .map((name) => `--${name}`)
      .join(", ");
    if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") throw new UsageError(`There is no option ${option}. npm run film knows: ${options}.`);
    if (code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL")
      throw new UsageError(`'${option}' is not an option. Paths go with --story and --out; npm run film knows: ${options}.`);
    if (words.includes("ambiguous"))
      throw new UsageError(
        `${option || "An option"} is followed by another option instead of its value. Write a value that starts with a dash as ${option || "--option"}=VALUE.`,
      );
    throw new UsageError(`${words.split(". ")[0] ?? ""}. npm run film -- --help says more.`);
  }
}
