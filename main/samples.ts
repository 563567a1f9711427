// The stories that come with the product, for the first minutes of a new creator.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { breakDown, detectFormat } from "../shared/story/index.ts";

export interface Sample {
  id: string;
  title: string;
  text: string;
  fileName: string;
  logline: string;
}

/** The samples of a folder, by name; none where the folder is missing. */
export async function readSamples(folder: string): Promise<Sample[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /\.(txt|fountain)$/.test(name)).toSorted();
  return Promise.all(
    names.map(async (fileName) => {
      const text = await readFile(path.join(folder, fileName), "utf8");
      const film = breakDown(text, { fileName, format: detectFormat(text, fileName) });
      const first = film.scenes[0]?.shots[0]?.action ?? "";
      return { id: path.parse(fileName).name, title: film.title, text, fileName, logline: first.slice(0, 160) };
    }),
  );
}
