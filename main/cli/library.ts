// Lists the films of the library: node main/cli/library.ts [--json] [--data DIR].
import { secondsOf } from "../../shared/domain/timecode.ts";
import { createStudio } from "../studio.ts";
import { runProgram } from "./program.ts";

runProgram({
  help: "Lists the films of the library.\n\n  --json      one line of JSON\n  --data DIR  data folder (STUDIO_DATA)\n",
  options: { json: { type: "boolean" } },
  async run(values, ports) {
    const studio = await createStudio(ports, { connect: false });
    try {
      const films = studio.films.list();
      if (values.json === true) process.stdout.write(`${JSON.stringify({ projects: films })}\n`);
      else if (films.length === 0) process.stdout.write(`No films yet in ${ports.dataFolder}.\n`);
      for (const film of values.json === true ? [] : films) {
        const words = `${film.scenes} scenes, ${film.shots} shots, ${film.rendered} rendered, ${secondsOf(film.frames).toFixed(0)} s`;
        process.stdout.write(`${film.id}  ${film.title}  (${words})\n`);
      }
      return 0;
    } finally {
      await studio.close();
    }
  },
});
