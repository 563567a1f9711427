// The looks of a character, and in a film the scenes from which to which each stands.
import { Pencil, Plus, Shirt, Trash2, X } from "lucide-react";
import { useState } from "react";
import type { CharacterView, Continuity, LookSpanView, LookView } from "../../../shared/contract/studio/character-views.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { useCall } from "../../app/use-call.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Still } from "../../ui/picture.tsx";
import { Select } from "../../ui/select.tsx";
import { LookDialog } from "./look-dialog.tsx";
import { useAct, useDone } from "./use-character.ts";

const scenesOf = (look: LookView) => look.scenes.map((one) => one.words).join(", ") || words.nowhere;

function Picture({ look, className }: { look: LookView; className: string }) {
  return (
    <Still hash={look.thumbnail} className={className}>
      {look.thumbnail === null ? (
        <span className="grid size-full place-items-center text-text-3">
          <Shirt size={20} strokeWidth={1.5} aria-hidden />
        </span>
      ) : null}
    </Still>
  );
}

/** The looks as small cards that lead to their part. */
export function LookCards({ view, onOpen }: { view: CharacterView; onOpen: () => void }) {
  return (
    <ul className="look-list">
      {view.looks.map((look) => (
        <li key={look.id}>
          <button type="button" className="block w-full rounded-3 p-1.5 text-left hover:bg-hover" onClick={onOpen}>
            <Picture look={look} className="aspect-video" />
            <span className="mt-1.5 block truncate text-12 font-[550]">{look.name}</span>
            <span className="block truncate text-11 text-text-3">{scenesOf(look)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Spans({ view, look, film, filmId }: { view: CharacterView; look: LookView; film: Continuity; filmId: string }) {
  const act = useAct();
  const first = film.scenes[0]?.id ?? "";
  const [from, setFrom] = useState(first);
  const [to, setTo] = useState("end");
  const numbers = new Map(film.scenes.map((scene) => [scene.id, scene.number]));
  const scenes = Object.fromEntries(film.scenes.map((scene) => [scene.id, `${scene.number}. ${scene.heading}`]));
  const spans = view.spans.filter((span) => span.lookId === look.id && span.projectId === filmId);
  const wordsOf = (span: LookSpanView) =>
    words.scenes(numbers.get(span.fromSceneId) ?? 0, span.toSceneId === null ? film.scenes.length : (numbers.get(span.toSceneId) ?? 0));
  return (
    <div className="grid gap-2">
      <span className="field-label !mb-0">{words.stands}</span>
      {spans.length === 0 ? <span className="text-12 text-text-3">{words.nowhere}</span> : null}
      <ul className="flex flex-wrap gap-1.5">
        {spans.map((span) => (
          <li key={span.fromSceneId} className="tag !pr-0.5">
            {wordsOf(span)}
            <button
              type="button"
              className="grid size-6 place-items-center rounded-1 hover:text-text"
              aria-label={words.removeSpan(wordsOf(span))}
              onClick={() =>
                void act("removeSpan", { characterId: view.id, lookId: look.id, projectId: filmId, fromSceneId: span.fromSceneId })
              }
            >
              <X size={12} strokeWidth={2} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-end gap-2">
        <Select label={words.from} value={from} options={scenes} onChange={setFrom} className="!w-[210px] max-md:!w-full" />
        <Select
          label={words.to}
          value={to}
          options={{ ...scenes, end: words.end }}
          onChange={setTo}
          className="!w-[210px] max-md:!w-full"
        />
        <Button
          small
          onClick={() =>
            void act("setSpan", {
              characterId: view.id,
              lookId: look.id,
              projectId: filmId,
              fromSceneId: from,
              toSceneId: to === "end" ? null : to,
            })
          }
        >
          {words.setSpan}
        </Button>
      </div>
    </div>
  );
}

function LookRow({ view, look, film, filmId }: { view: CharacterView; look: LookView; film: Continuity | null; filmId: string | null }) {
  const [editing, setEditing] = useState(false);
  const act = useAct();
  const done = useDone();
  const remove = async () => {
    if ((await act("removeLook", { characterId: view.id, lookId: look.id })) !== null) done(`${words.removeLook}: ${look.name}`);
  };
  return (
    <li className="card grid gap-4 p-3.5 md:grid-cols-[200px_minmax(0,1fr)]">
      <Picture look={look} className="aspect-video self-start" />
      <div className="grid min-w-0 content-start gap-3">
        <div className="flex items-center gap-2">
          <h2 className="min-w-0 flex-1 truncate text-14 font-semibold">{look.name}</h2>
          <IconButton label={words.editLook(look.name)} onClick={() => setEditing(true)}>
            <Pencil size={14} strokeWidth={1.75} aria-hidden />
          </IconButton>
          <IconButton label={`${words.removeLook}: ${look.name}`} onClick={() => void remove()}>
            <Trash2 size={14} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </div>
        {[look.costume, look.hair].filter(Boolean).map((text) => (
          <p key={text} className="film-say">
            {text}
          </p>
        ))}
        {look.props.length === 0 ? null : (
          <ul className="flex flex-wrap gap-1.5" aria-label={words.props}>
            {look.props.map((prop) => (
              <li key={prop} className="tag">
                {prop}
              </li>
            ))}
          </ul>
        )}
        {filmId === null ? (
          <p className="text-12 text-text-3">
            {scenesOf(look)}. {words.noFilm}
          </p>
        ) : film === null ? (
          <p className="text-12 text-text-3">{strings.common.loading}</p>
        ) : (
          <Spans view={view} look={look} film={film} filmId={filmId} />
        )}
      </div>
      <LookDialog open={editing} onClose={() => setEditing(false)} characterId={view.id} look={look} />
    </li>
  );
}

function WithFilm(props: Omit<PartProps, "filmId"> & { filmId: string }) {
  const { value } = useCall("characters", "continuity", { projectId: props.filmId }, props.stamp);
  return <Part {...props} film={value} />;
}

function List({ view, film, filmId }: { view: CharacterView; film: Continuity | null; filmId: string | null }) {
  return (
    <ul className="grid gap-3">
      {view.looks.map((look) => (
        <LookRow key={look.id} view={view} look={look} film={film} filmId={filmId} />
      ))}
    </ul>
  );
}

interface PartProps {
  view: CharacterView;
  filmId: string | null;
  stamp: string;
  onNewLook: () => void;
}

function Part({ view, film, filmId, onNewLook }: PartProps & { film: Continuity | null }) {
  return (
    <div className="max-w-[920px] px-5 pt-4 pb-7 max-md:px-4">
      <div className="mb-3 flex items-center gap-3">
        <p className="flex-1 text-text-2">{view.looks.length === 0 ? words.noLooks : (film?.rule ?? "")}</p>
        <Button small className="flex-none self-start" onClick={onNewLook}>
          <Plus size={14} strokeWidth={1.75} aria-hidden />
          {words.newLook}
        </Button>
      </div>
      {view.looks.length === 0 ? null : <List view={view} film={film} filmId={filmId} />}
    </div>
  );
}

/** The part. */
export function LooksPart(props: PartProps) {
  const { filmId } = props;
  return filmId === null ? <Part {...props} film={null} /> : <WithFilm {...props} filmId={filmId} />;
}
