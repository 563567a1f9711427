// What taking consent back would mark: the numbers, then the exact list.
import { Fragment } from "react";
import type { ConsentEffect } from "../../../shared/contract/studio/character-views.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { Still } from "../../ui/picture.tsx";

/** The numbers. */
export function EffectNumbers({ effect }: { effect: ConsentEffect }) {
  const scenes = effect.films.reduce((sum, film) => sum + film.scenes.length, 0);
  const numbers = [
    { value: effect.shots, word: words.shotsMarked(effect.shots), note: words.inFilms(scenes) },
    { value: effect.takes, word: words.takesMarked(effect.takes), note: words.untouched(effect.untouched) },
    { value: effect.leaveCut, word: words.leaveCut(effect.leaveCut), note: words.gaps },
    { value: effect.jobs.length, word: words.jobsEnd(effect.jobs.length), note: words.back_(effect.credits) },
    { value: effect.exports.length, word: words.exportsListed(effect.exports.length), note: words.filesStay },
  ];
  return (
    <div className="effect-numbers">
      {numbers.map((one) => (
        <div key={one.word}>
          <b className="num">{one.value.toLocaleString("en")}</b>
          <span className="block text-12 font-semibold">{one.word}</span>
          <span className="block text-11 text-text-3">{one.note}</span>
        </div>
      ))}
    </div>
  );
}

/** The list, scene by scene. */
export function EffectTable({ effect }: { effect: ConsentEffect }) {
  return (
    <div className="overflow-x-auto">
      <table className="table effect-table">
        <thead>
          <tr>
            <th className="w-8">
              <span className="sr-only">{words.scene}</span>
            </th>
            <th>{words.effectScene}</th>
            <th>{words.effectShots}</th>
            <th className="!text-right">{words.effectTakes}</th>
            <th>{words.effectAfter}</th>
          </tr>
        </thead>
        <tbody>
          {effect.films.map((film) => (
            <Fragment key={film.projectId}>
              {effect.films.length > 1 ? (
                <tr>
                  <th colSpan={5} scope="rowgroup">
                    {film.title}
                  </th>
                </tr>
              ) : null}
              {film.scenes.map((scene) => (
                <tr key={scene.sceneId}>
                  <td className="num text-text-3">{scene.number}</td>
                  <td className="font-film text-15">{scene.heading}</td>
                  <td>
                    <span className="flex flex-wrap gap-1.5 py-1">
                      {scene.shots.map((shot) => (
                        <span
                          key={shot.shotId}
                          className="inline-flex items-center gap-1.5"
                          title={shot.inCut ? words.inCut : words.notInCut}
                        >
                          <Still hash={shot.still} className="picture-stale h-[31px] w-[54px] !rounded-1" />
                          <span className="num text-11">{shot.label}</span>
                        </span>
                      ))}
                    </span>
                  </td>
                  <td className="num text-right">{scene.shots.reduce((sum, shot) => sum + shot.takeIds.length, 0)}</td>
                  <td>
                    <span className={`chip ${scene.shots.some((shot) => shot.inCut) ? "chip-fail" : "chip-stale"}`}>
                      {scene.shots.find((shot) => shot.inCut)?.after ?? scene.shots[0]?.after}
                    </span>
                  </td>
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
