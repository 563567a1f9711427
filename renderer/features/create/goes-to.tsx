// Where results go when they arrive: the workspace alone, the library, a shot of the film, a character.
import type { CreateDraft, GoesTo } from "../../../shared/contract/studio/draft.ts";
import { create as words } from "../../app/strings/create.ts";
import { useFilm, useStudio } from "../../app/studio.tsx";
import { shotsOf } from "../../app/state/film.ts";
import { useCall } from "../../app/use-call.ts";
import { Select } from "../../ui/select.tsx";
import { Row } from "./parameter.tsx";

const keyOf = (goesTo: GoesTo): string =>
  goesTo.to === "shot" ? `shot ${goesTo.shotId}` : goesTo.to === "character" ? `character ${goesTo.characterId}` : goesTo.to;

function placeOf(key: string): GoesTo {
  const [to, id = ""] = key.split(" ");
  if (to === "shot") return { to, shotId: id };
  if (to === "character") return { to, characterId: id };
  return { to: to === "library" ? "library" : "workspace" };
}

/** The row. Shots are those of the film that is open. */
export function GoesToRow({ draft, filmId }: { draft: CreateDraft; filmId: string | null }) {
  const { making } = useStudio();
  const view = useFilm((state) => state.view);
  const cast = useCall("characters", "list", {}, filmId ?? "");
  const shots = view === null ? [] : shotsOf(view);
  const value = keyOf(draft.goesTo);
  const options: Record<string, string> = {
    workspace: words.toWorkspace,
    library: words.toLibrary,
    ...Object.fromEntries(shots.map((shot) => [`shot ${shot.id}`, words.toShot(shot.label)])),
    ...Object.fromEntries((cast.value?.characters ?? []).map((one) => [`character ${one.id}`, words.toCharacter(one.name)])),
  };
  options[value] ??= words.toElsewhere;
  return (
    <section className="px-4 py-[11px]">
      <Row label={words.goesTo}>
        <Select
          label={words.goesTo}
          className="flex-1"
          value={value}
          options={options}
          onChange={(key) =>
            making.change({ goesTo: placeOf(key), projectId: key.startsWith("shot ") ? (view?.id ?? draft.projectId) : draft.projectId })
          }
        />
      </Row>
    </section>
  );
}
