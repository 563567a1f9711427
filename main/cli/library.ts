// Lists the films of the library, or removes files that nothing in it speaks of any more:
// node main/cli/library.ts [--sweep] [--json] [--data DIR].
import { secondsOf } from "../../shared/domain/timecode.ts";
import { createStudio } from "../studio.ts";
import { counted } from "../words.ts";
import { runProgram } from "./program.ts";

runProgram({
  help: "Lists the films of the library.\n\n  --sweep     remove files older than a day that nothing in the library uses any more\n  --json      one line of JSON\n  --data DIR  data folder (STUDIO_DATA)\n",
  options: { json: { type: "boolean" }, sweep: { type: "boolean" } },
  async run(values, ports) {
    const studio = await createStudio(ports, { connect: false });
    try {
      if (values.sweep === true) {
        const swept = await studio.sweep();
        const words = `${swept.removed} unused files removed (${(swept.bytes / 1_000_000).toFixed(1)} MB), ${swept.kept} kept.`;
        process.stdout.write(`${values.json === true ? JSON.stringify(swept) : words}\n`);
        return 0;
      }
      const films = await studio.films.list();
      if (values.json === true) process.stdout.write(`${JSON.stringify({ projects: films })}\n`);
      else if (films.length === 0) process.stdout.write(`No films yet in ${ports.dataFolder}.\n`);
      for (const film of values.json === true ? [] : films) {
        const words = `${counted(film.scenes, "scene")}, ${counted(film.shots, "shot")}, ${film.rendered} rendered, ${secondsOf(film.frames).toFixed(0)} s`;
        process.stdout.write(`${film.id}  ${film.title}  (${words})\n`);
      }
      return 0;
    } finally {
      await studio.close();
    }
  },
});
