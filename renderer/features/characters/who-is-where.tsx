// Who is where in a film: a row a character, a column a scene, a band a look.
import type { Continuity } from "../../../shared/contract/studio/character-views.ts";
import { hashOf } from "../../app/router.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { Still } from "../../ui/picture.tsx";

type Row = Continuity["rows"][number];

/** A round picture of a person. */
export function Face({ hash, size, drawn = false }: { hash: string | null; size: number; drawn?: boolean }) {
  return (
    <span className="inline-block flex-none overflow-hidden rounded-full" style={{ width: size, height: size }}>
      <Still hash={hash} className={`size-full !rounded-full ${drawn ? "face-drawn" : ""}`} />
    </span>
  );
}

function Bands({ row, scenes, filmId }: { row: Row; scenes: number; filmId: string }) {
  const present = new Set(row.present);
  return (
    <div className="where-lane" style={{ gridTemplateColumns: `repeat(${scenes}, minmax(26px, 1fr))` }}>
      {Array.from({ length: scenes }, (_, index) => (
        <span
          key={index}
          aria-hidden
          className="where-cell"
          style={{ gridColumn: index + 1, gridRow: 1 }}
          {...(present.has(index + 1) ? { "data-seen": true } : {})}
        />
      ))}
      {row.bands.map((band) => {
        const label = words.band(band.name, row.name, band.from, band.to);
        const style = { gridColumn: `${band.from} / span ${band.to - band.from + 1}`, gridRow: 1 };
        return row.characterId === null ? (
          <span key={`${band.lookId} ${band.from}`} className="where-band" style={style}>
            {band.name}
          </span>
        ) : (
          <a
            key={`${band.lookId} ${band.from}`}
            className="where-band"
            style={style}
            title={label}
            aria-label={label}
            href={`${hashOf({ name: "characters", filmId, item: row.characterId })}/looks`}
          >
            {band.name}
          </a>
        );
      })}
    </div>
  );
}

/** The table of a film's people over its scenes. */
export function WhoIsWhere({ continuity, filmId, drawn }: { continuity: Continuity; filmId: string; drawn: ReadonlySet<string> }) {
  const scenes = continuity.scenes.length;
  if (scenes === 0 || continuity.rows.length === 0) return null;
  return (
    <section className="px-5 pt-1.5 max-md:px-4" aria-labelledby="who-is-where">
      <h2 id="who-is-where" className="mb-2.5 flex flex-wrap items-center gap-x-2 text-12 font-semibold text-text-2">
        {words.where}
        <span className="font-normal text-text-3">
          {continuity.rows.some((row) => row.bands.length > 0) ? words.whereText : words.whereEmpty}
        </span>
      </h2>
      <div className="card where" role="group" aria-labelledby="who-is-where">
        {continuity.rows.map((row) => (
          <div key={row.characterId ?? row.names.join()} className="where-row">
            <span className="where-name" title={row.names.join(", ")}>
              <Face hash={row.picture} size={22} drawn={row.picture !== null && drawn.has(row.picture)} />
              <span className="truncate">{row.name}</span>
              <span className="sr-only">
                {row.present.length === 0 ? "" : words.seenIn(row.name, row.present.map((number) => `scene ${number}`).join(", "))}
              </span>
            </span>
            <Bands row={row} scenes={scenes} filmId={filmId} />
          </div>
        ))}
        <div className="where-row !h-6">
          <span className="where-name" />
          <div className="where-lane where-axis" style={{ gridTemplateColumns: `repeat(${scenes}, minmax(26px, 1fr))` }}>
            {continuity.scenes.map((scene) => (
              <span key={scene.id} className="num" title={scene.heading}>
                <span className="sr-only">{words.scene} </span>
                {scene.number}
              </span>
            ))}
          </div>
        </div>
      </div>
    </section>
  );
}
