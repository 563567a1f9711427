// The library's files from the command line: node main/cli/storage.ts verify|repair|sweep|open [FOLDER] [--data DIR] [--json].
import { existsSync } from "node:fs";
import path from "node:path";
import type { StorageTask } from "../../shared/contract/studio/storage.ts";
import type { Output } from "../../shared/contract/studio/index.ts";
import { CodedError } from "../../shared/contract/errors.ts";
import { lockFolder } from "../library/lock.ts";
import { libraryPlace } from "../library/storage/place.ts";
import { verifyLibrary, verifyWords } from "../library/storage/verify.ts";
import type { StudioPorts } from "../ports.ts";
import { createStudio, type Studio } from "../studio.ts";
import { counted } from "../words.ts";
import { UsageError } from "./options.ts";
import { runProgram } from "./program.ts";

const help = `The library's files: npm run studio -- COMMAND

  verify         read every file and both databases; changes nothing
  repair         verify, and mend what can be mended
  sweep          remove files that nothing uses; --dry-run only says how many
  open FOLDER    take a film in from its folder, also of another computer

  --older N      sweep: files older than N hours (as in the settings; 24)
  --dry-run      sweep: remove nothing
  --take-over    the library was open on another computer that is not heard of any more
  --json         one line of JSON
  --data DIR     data folder (STUDIO_DATA)

Exit code 1 when something is missing or damaged.
`;

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const print = (json: boolean, value: unknown, words: readonly string[]) =>
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : words.map((line) => `${line}\n`).join(""));

/** A mistyped --data is said, not answered with a new and empty library in which all is well. */
function mustBeLibrary(dataFolder: string): void {
  const { library } = libraryPlace(dataFolder);
  if (!existsSync(path.join(library, "studio.db")))
    throw new CodedError(
      "not_found",
      `There is no library in ${dataFolder}: it has no ${path.join(library, "studio.db")}. Name its data folder with --data.`,
    );
}

/** Reads the library as it is, also one that no studio can open. */
async function verify({ dataFolder, cores }: StudioPorts, json: boolean, takeOver: boolean): Promise<number> {
  const lock = lockFolder(dataFolder, { takeOver });
  try {
    const verified = await verifyLibrary({ place: libraryPlace(dataFolder), threads: cores, now: () => Date.now() });
    const { report } = verified;
    print(json, report, [
      verifyWords(verified),
      ...report.findings.map(
        ({ kind, what, usedBy, text }) => `${kind}: ${what}${usedBy.length === 0 ? "" : ` (${usedBy.join("; ")})`}. ${text}`,
      ),
    ]);
    return report.findingsTotal === 0 ? 0 : 1;
  } finally {
    lock.release();
  }
}

/** Does one piece of work on an open library and waits for its end. */
async function work(studio: Studio, method: string, input: object): Promise<StorageTask> {
  const ended = new Promise<StorageTask>((resolve) => {
    studio.events.listen((name, data) => {
      const { task } = data as { task?: StorageTask };
      if (name === "storage.task" && task !== undefined && task.state !== "running") resolve(task);
    });
  });
  const begun = await studio.call({ namespace: "storage", method, input });
  if (!begun.ok) throw new CodedError(begun.error.code, begun.error.message, { fields: begun.error.fields ?? [] });
  const task = await ended;
  if (task.error !== null) throw new CodedError(task.error.code, task.error.message, { fields: task.error.fields ?? [] });
  return task;
}

async function onLibrary(ports: StudioPorts, run: (studio: Studio) => Promise<number>): Promise<number> {
  const studio = await createStudio(ports, { connect: false });
  try {
    return await run(studio);
  } finally {
    await studio.close();
  }
}

runProgram({
  help,
  words: true,
  options: { json: { type: "boolean" }, "dry-run": { type: "boolean" }, older: { type: "string" }, "take-over": { type: "boolean" } },
  async run(values, given, [command, folder, ...more]) {
    const json = values.json === true;
    const ports: StudioPorts = values["take-over"] === true ? { ...given, takeOver: true } : given;
    if (more.length > 0 || (folder !== undefined && command !== "open"))
      throw new UsageError(`There is one word too many: '${more[0] ?? folder ?? ""}'.`);
    if (command === "verify" || command === "repair" || command === "sweep") mustBeLibrary(ports.dataFolder);
    if (command === "verify") return verify(ports, json, values["take-over"] === true);
    if (command === "repair")
      return onLibrary(ports, async (studio) => {
        const { repair } = await work(studio, "repair", {});
        const missing = repair?.missing ?? [];
        print(json, repair, [
          `${counted(repair?.redrawn ?? 0, "picture")} drawn again, ${counted(repair?.refetched ?? 0, "file")} asked from the farm, ${repair?.moved ?? 0} put in place, ${repair?.setAside ?? 0} damaged set aside, ${missing.length} missing.`,
          ...((repair?.refetched ?? 0) > 0 ? ["What was asked from the farm comes once the studio is open and the farm answers."] : []),
          ...missing.map(({ hash, usedBy }) => `missing: ${hash}${usedBy.length === 0 ? "" : ` (${usedBy.join("; ")})`}`),
        ]);
        return missing.length === 0 ? 0 : 1;
      });
    if (command === "sweep") {
      const older = values.older === undefined ? undefined : Number(values.older);
      if (older !== undefined && !(Number.isInteger(older) && older >= 1 && older <= 8760))
        throw new UsageError(`--older takes hours from 1 to 8760, not '${String(values.older)}'.`);
      return onLibrary(ports, async (studio) => {
        const input = { dryRun: values["dry-run"] === true, ...(older === undefined ? {} : { olderThanHours: older }) };
        const { sweep } = await work(studio, "sweep", input);
        const verb = input.dryRun ? "would be removed" : "removed";
        print(json, sweep, [
          `${counted(sweep?.removed ?? 0, "unused file")} ${verb} (${megabytes(sweep?.bytes ?? 0)}), ${sweep?.kept ?? 0} kept.`,
        ]);
        return 0;
      });
    }
    if (command === "open") {
      if (folder === undefined) throw new UsageError("Name the folder of a film: npm run studio -- open FOLDER");
      return onLibrary(ports, async (studio) => {
        const { projectId } = await work(studio, "openFolder", { folder: path.resolve(process.env["INIT_CWD"] ?? process.cwd(), folder) });
        const opened = await studio.call({ namespace: "projects", method: "open", input: { projectId } });
        const film = opened.ok ? (opened.value as Output<"projects", "open">) : null;
        print(json, { projectId, title: film?.title }, [`${film?.title ?? "The film"} is in the library (${projectId ?? ""}).`]);
        return 0;
      });
    }
    throw new UsageError(
      command === undefined
        ? "Name what to do: verify, repair, sweep or open."
        : `There is no command ${command}. It knows verify, repair, sweep and open.`,
    );
  },
});
