// Exports a film of the library: node main/cli/export.ts --project ID_OR_TITLE --out FILE.mp4 [--allow-missing].
import path from "node:path";
import { CodedError } from "../../shared/contract/errors.ts";
import { createStudio } from "../studio.ts";
import { counted } from "../words.ts";
import { UsageError } from "./options.ts";
import { runProgram } from "./program.ts";
import { pause } from "./road.ts";

runProgram({
  help: "Exports a film of the library.\n\n  --project NAME   the film's id or title\n  --out FILE.mp4   where it goes\n  --allow-missing  leave out shots without a clip\n  --data DIR       data folder (STUDIO_DATA)\n",
  options: { project: { type: "string" }, out: { type: "string" }, "allow-missing": { type: "boolean" } },
  async run(values, ports) {
    const { project, out } = values;
    if (typeof project !== "string" || project === "")
      throw new UsageError("--project is missing. Name a film by its id or title; node main/cli/library.ts lists them.");
    if (typeof out !== "string" || !/\.mp4$/i.test(out))
      throw new UsageError("--out is missing or does not end in .mp4. Name the film's file, such as --out film.mp4.");
    const studio = await createStudio(ports, { connect: false });
    try {
      const found = (await studio.films.list()).filter((film) => film.id === project || film.title === project);
      const [film] = found;
      if (film === undefined) throw new CodedError("not_found", `There is no film '${project}'. node main/cli/library.ts lists them.`);
      if (found.length > 1) throw new CodedError("conflict", `There are ${found.length} films called '${project}'. Name one by its id.`);
      let view = await studio.exports.start({
        projectId: film.id,
        file: path.resolve(out),
        allowMissing: values["allow-missing"] === true,
      });
      while (view.state === "queued" || view.state === "running") {
        await pause(100, new AbortController().signal);
        view = studio.exports.get(view.id);
      }
      if (view.error !== null) throw new CodedError(view.error.code, view.error.message);
      process.stdout.write(
        `${view.file} (${counted(view.report?.frames ?? 0, "frame")}, provenance ${view.report?.provenance ?? "unsigned"})\n`,
      );
      return view.report?.missing.length === 0 ? 0 : 3;
    } finally {
      await studio.close();
    }
  },
});
