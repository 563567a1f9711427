// A character at a glance: references by angle, looks, consistency; persona, voice, record and company beside them.
import { Pencil, Plus, Star } from "lucide-react";
import { angles, angleLabels, type Angle } from "../../../shared/domain/character.ts";
import type { CharacterView } from "../../../shared/contract/studio/character-views.ts";
import { hashOf } from "../../app/router.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { useCall } from "../../app/use-call.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Still } from "../../ui/picture.tsx";
import { ConsentMark, standWords } from "./consent-mark.tsx";
import { ConsistencyCard } from "./consistency-card.tsx";
import { LookCards } from "./looks-part.tsx";
import { Face } from "./who-is-where.tsx";

type Props = {
  view: CharacterView;
  filmId: string | null;
  stamp: string;
  onPart: (part: "references" | "looks" | "persona" | "consent") => void;
  onNewLook: () => void;
  /** Chooses a picture of the library for an angle. */
  onPick: (angle: Angle) => void;
};

function Title({ children, note, tools }: { children: string; note?: string; tools?: React.ReactNode }) {
  return (
    <div className="mb-2.5 flex min-h-[26px] flex-wrap items-center gap-x-2">
      <h2 className="text-12 font-semibold text-text-2">{children}</h2>
      {note === undefined ? null : <span className="text-12 text-text-3">{note}</span>}
      {tools === undefined ? null : <span className="ml-auto">{tools}</span>}
    </div>
  );
}

/** How close a reference is to the others; nothing where that cannot be measured. */
function Closeness({ value }: { value: number | null }) {
  if (value === null) return null;
  return (
    <span className="num block text-11 text-text-3">
      <span className="sr-only">{words.closenessToOthers} </span>
      {value.toFixed(2)}
    </span>
  );
}

type AnglesProps = Pick<Props, "view" | "onPart" | "onPick"> & { closeness: ReadonlyMap<string, number | null> };

function Angles({ view, onPart, onPick, closeness }: AnglesProps) {
  const hints = new Map(view.missingAngles.map((one) => [one.angle, one.words]));
  const first = angles.map(
    (angle) => view.pictures.find((one) => one.angle === angle && one.main) ?? view.pictures.find((one) => one.angle === angle),
  );
  const have = first.filter((one) => one !== undefined).length;
  return (
    <section>
      <Title note={words.images(view.pictures.length, have, angles.length)}>{words.byAngle}</Title>
      <ul className="angles">
        {angles.map((angle, index) => {
          const picture = first[index];
          return (
            <li key={angle} className="min-w-0" data-reference-item={picture?.id}>
              {picture === undefined ? (
                <button type="button" className="angle-empty" onClick={() => onPick(angle)}>
                  <Plus size={16} strokeWidth={1.75} aria-hidden />
                  <span className="sr-only">{angleLabels[angle]}: </span>
                  {words.missing}
                </button>
              ) : (
                <button type="button" data-reference={picture.id} className="block w-full rounded-2" onClick={() => onPart("references")}>
                  <Still hash={picture.hash} className={`aspect-[4/5] ${picture.main ? "picture-selected" : ""}`}>
                    <span className="sr-only">{picture.label}, </span>
                    {picture.main ? (
                      <span className="over top-1.5 left-1.5">
                        <Star aria-hidden />
                        {words.main}
                      </span>
                    ) : null}
                    <ConsentMark stand={picture.consent} short />
                  </Still>
                </button>
              )}
              <span className="reference-name">{angleLabels[angle]}</span>
              {picture === undefined ? (
                <span className="block text-11 text-text-3">{hints.get(angle) ?? ""}</span>
              ) : (
                <Closeness value={closeness.get(picture.id) ?? null} />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Side({ view, filmId, onPart }: Pick<Props, "view" | "filmId" | "onPart">) {
  const { profile } = view;
  const shots = view.films.reduce((sum, film) => sum + film.shots, 0);
  return (
    <aside className="grid min-w-0 gap-[18px]">
      <section>
        <Title
          tools={
            <IconButton label={words.editPersona} shortcut="E" onClick={() => onPart("persona")}>
              <Pencil size={14} strokeWidth={1.75} aria-hidden />
            </IconButton>
          }
        >
          {words.persona}
        </Title>
        <div className="card px-4 py-3.5">
          {profile.persona === "" ? (
            <p className="text-text-3">{words.noPersona}</p>
          ) : (
            <p className="line-clamp-[12] film-say [white-space:pre-line] [overflow-wrap:anywhere]">{profile.persona}</p>
          )}
          {profile.traits.length === 0 ? null : (
            <ul className="mt-3 flex flex-wrap gap-1.5" aria-label={words.traits}>
              {profile.traits.map((trait) => (
                <li key={trait} className="tag">
                  {trait}
                </li>
              ))}
            </ul>
          )}
        </div>
      </section>
      <section>
        <Title>{words.voiceLines}</Title>
        <div className="card grid gap-2.5 px-4 py-3">
          {view.lines.length === 0 ? <p className="text-text-3">{words.noLines}</p> : null}
          {view.lines.slice(0, 4).map((line, index) => (
            <p key={index} className="quote-line film-say">
              <span className="block font-sans text-11 text-text-3">
                {words.scene} {line.sceneNumber}
              </span>
              {line.text}
            </p>
          ))}
        </div>
      </section>
      <section>
        <Title>{words.facts}</Title>
        <dl className="card facts px-4 py-3">
          <dt>{words.subjectFact}</dt>
          <dd>{standWords(view.consent)}</dd>
          <dt>{words.ageFact}</dt>
          <dd>{[profile.age.statement, profile.age.adult ? words.adultFact : words.notAdult].filter(Boolean).join(", ")}</dd>
          <dt>{words.cardFact}</dt>
          <dd>{view.card?.words ?? words.noCard}</dd>
          <dt>{words.usedIn}</dt>
          <dd>{words.usedFilms(view.films.length, shots)}</dd>
          <dt>{words.versionFact}</dt>
          <dd className="num">{view.version}</dd>
        </dl>
      </section>
      {view.shownWith.length === 0 ? null : (
        <section>
          <Title>{words.shownWith}</Title>
          <ul className="flex flex-wrap gap-3.5 text-12">
            {view.shownWith.slice(0, 6).map((other) => (
              <li key={other.name} className="flex items-center gap-2">
                <Face hash={other.picture} size={28} drawn={other.drawn} />
                <span>
                  {other.characterId === null ? (
                    other.name
                  ) : (
                    <a className="link" href={hashOf({ name: "characters", filmId, item: other.characterId })}>
                      {other.name}
                    </a>
                  )}
                  <span className="block text-text-3">{words.shots(other.shots)}</span>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  );
}

/** The part. */
export function Overview({ view, filmId, stamp, onPart, onNewLook, onPick }: Props) {
  const consistency = useCall(
    "characters",
    "consistency",
    { characterId: view.id, ...(filmId === null ? {} : { projectId: filmId }) },
    stamp,
  );
  const closeness = new Map(consistency.value?.references.map((one) => [one.referenceId, one.closeness]));
  return (
    <div className="character-grid">
      <div className="grid min-w-0 gap-[18px]">
        <Angles view={view} onPart={onPart} onPick={onPick} closeness={closeness} />
        <section>
          <Title
            tools={
              <Button small kind="ghost" onClick={onNewLook}>
                <Plus size={14} strokeWidth={1.75} aria-hidden />
                {words.newLook}
              </Button>
            }
          >
            {words.looks}
          </Title>
          {view.looks.length === 0 ? (
            <p className="text-12 text-text-3">{words.noLooks}</p>
          ) : (
            <LookCards view={view} onOpen={() => onPart("looks")} />
          )}
        </section>
        {consistency.value === null ? null : <ConsistencyCard value={consistency.value} />}
      </div>
      <Side view={view} filmId={filmId} onPart={onPart} />
    </div>
  );
}
