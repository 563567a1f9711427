// The cast: cards, the names of the story without a character, who is where, and what waits for consent.
import { FileInput, FileWarning, Plus, UserRoundPlus } from "lucide-react";
import { useRef, useState } from "react";
import type { CharacterCard } from "../../../shared/contract/studio/character-views.ts";
import { useKeys } from "../../app/keys.ts";
import { useOffer } from "../../app/offers.ts";
import { go, hashOf } from "../../app/router.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { useCall } from "../../app/use-call.ts";
import { Button } from "../../ui/button.tsx";
import { Segments } from "../../ui/segments.tsx";
import { bindingsOf, offersOf, type LibraryCommand } from "../library/library-commands.ts";
import { CastCard } from "./cast-card.tsx";
import { ImportCards, useImport } from "./import-cards.tsx";
import { NewCharacter } from "./new-character.tsx";
import { useAct, useCharacterLog, useCharacterStamp, useDrop } from "./use-character.ts";
import { WhoIsWhere } from "./who-is-where.tsx";

type Scope = "film" | "all" | "trash";

/** Makes a character of a name of the story, and opens it. */
function useMake(filmId: string | null) {
  const act = useAct();
  return async (name: string) => {
    if (filmId === null) return;
    const made = await act("create", { from: { projectId: filmId, name } });
    if (made !== null) go({ name: "characters", filmId, item: made.id });
  };
}

interface UnlinkedProps {
  names: { name: string; description: string; shots: number }[];
  filmId: string;
  /** The film has no character yet. */
  alone: boolean;
}

/** The names large, as the first thing to do in a film. */
function FirstNames({ names, filmId }: Omit<UnlinkedProps, "alone">) {
  const make = useMake(filmId);
  return (
    <section className="max-w-[1000px] px-5 pt-10 max-md:px-4 max-md:pt-5" aria-labelledby="unlinked">
      <h2 id="unlinked" className="font-film text-34 tracking-[-0.015em] max-md:text-26">
        {words.firstTitle}
      </h2>
      <p className="mt-2 max-w-[560px] text-14 text-text-2">{words.firstText}</p>
      <ul className="mt-6 grid grid-cols-[repeat(auto-fill,minmax(min(220px,100%),1fr))] gap-3">
        {names.map(({ name, description, shots }) => (
          <li key={name}>
            <button type="button" data-cast-name={name} className="name-card" onClick={() => void make(name)}>
              <span className="flex items-center gap-2 text-12 text-text-3">
                <UserRoundPlus size={16} strokeWidth={1.75} aria-hidden />
                <span>{words.makeOf}</span>
              </span>
              <span className="mt-2 block font-film text-20">{name}</span>
              <span className="first-up text-12 text-text-2">{description}</span>
              <span className="block text-12 text-text-3">{words.shots(shots)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Unlinked({ names, filmId, alone }: UnlinkedProps) {
  const make = useMake(filmId);
  if (alone) return <FirstNames names={names} filmId={filmId} />;
  return (
    <section className="px-5 pt-4 max-md:px-4" aria-labelledby="unlinked">
      <h2 id="unlinked" className="mb-2 flex flex-wrap items-center gap-x-2 text-12 font-semibold text-text-2">
        {words.unlinkedTitle}
        <span className="font-normal text-text-3">{words.unlinkedText}</span>
      </h2>
      <ul className="flex flex-wrap gap-2">
        {names.map(({ name, shots }) => (
          <li key={name}>
            <Button small data-cast-name={name} onClick={() => void make(name)}>
              <UserRoundPlus size={14} strokeWidth={1.75} aria-hidden />
              <span className="sr-only">{words.makeOf} </span>
              {name} <span className="text-text-3">{words.shots(shots)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Film({ filmId, stamp, drawn }: { filmId: string; stamp: string; drawn: ReadonlySet<string> }) {
  const { value } = useCall("characters", "continuity", { projectId: filmId }, stamp);
  if (value === null) return null;
  return (
    <>
      <WhoIsWhere continuity={value} filmId={filmId} drawn={drawn} />
      <ul className="grid gap-2.5 px-5 pt-3.5 max-md:px-4">
        {value.notices.map((notice) => (
          <li key={`${notice.characterId} ${notice.title}`} className="card flex items-center gap-3 px-3.5 py-3">
            <FileWarning size={16} strokeWidth={1.75} aria-hidden className="flex-none tone-turn" />
            <span className="min-w-0 flex-1">
              <span className="block font-[550]">{notice.title}</span>
              <span className="block text-12 text-text-2">{notice.words}</span>
            </span>
            <a className="btn btn-small flex-none" href={`${hashOf({ name: "characters", filmId, item: notice.characterId })}/consent`}>
              {words.tabs.consent}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The page. */
export function CastPage({ filmId }: { filmId: string | null }) {
  const [scope, setScope] = useState<Scope>(filmId === null ? "all" : "film");
  const [creating, setCreating] = useState(false);
  const stamp = useCharacterStamp();
  const { notify } = useStudio();
  const act = useAct();
  const list = useRef<HTMLUListElement>(null);
  const cast = useCall(
    "characters",
    "list",
    { ...(scope === "film" && filmId !== null ? { projectId: filmId } : {}), removed: scope === "trash" },
    `${stamp} ${scope}`,
  );
  const imports = useImport();
  const page = useRef<HTMLElement>(null);
  useDrop(
    page,
    (from) => from.types.includes("Files"),
    (from) => void imports.take(from.files),
  );
  useCharacterLog(stamp);
  const value = cast.value;
  const none = value !== null && value.characters.length === 0;
  const scopes: { value: Scope; word: string }[] = [
    ...(filmId === null ? [] : [{ value: "film" as const, word: words.thisFilm }]),
    { value: "all", word: words.all },
    { value: "trash", word: words.trash },
  ];
  const step = (by: number) => {
    const cards = [...(list.current?.querySelectorAll<HTMLElement>("[data-character]") ?? [])];
    const at = cards.findIndex((card) => card === document.activeElement);
    cards[Math.min(cards.length - 1, Math.max(0, at + by))]?.focus();
  };
  const focused = () => value?.characters.find(({ id }) => id === document.activeElement?.getAttribute("data-character"));
  const withCard = (run: (card: CharacterCard) => void) => () => {
    const card = focused();
    if (card === undefined) notify({ title: words.chooseCard, tone: "turn" });
    else run(card);
  };
  const remove = async (card: CharacterCard) => {
    if ((await act("remove", { characterIds: [card.id] })) === null) return;
    notify({
      title: words.removed(card.name),
      tone: "ok",
      action: { label: words.restore, run: () => void act("restore", { characterIds: [card.id] }) },
    });
  };
  const drawn = new Set((value?.characters ?? []).flatMap(({ picture }) => (picture?.drawn === true ? [picture.hash] : [])));
  const make = useMake(filmId);
  const commands: LibraryCommand[] = [
    { id: "new-character", label: words.create, keys: ["n"], run: () => setCreating(true) },
    { id: "import-card", label: words.import, keys: ["mod+i"], run: imports.choose },
    ...scopes.map((one, index) => ({
      id: `cast-${one.value}`,
      label: `${words.title}: ${one.word}`,
      keys: [String(index + 1)],
      run: () => setScope(one.value),
    })),
    ...(value === null || value.characters.length === 0
      ? []
      : [
          scope === "trash"
            ? {
                id: "cast-restore",
                label: words.restoreCard,
                keys: ["r"],
                run: withCard((card) => void act("restore", { characterIds: [card.id] })),
              }
            : { id: "cast-remove", label: words.remove, keys: ["Delete", "Backspace"], run: withCard((card) => void remove(card)) },
        ]),
    ...(scope === "film" ? (value?.unlinked ?? []) : []).map(({ name }) => ({
      id: `make-${name}`,
      label: `${words.makeOf} ${name}`,
      run: () => void make(name),
    })),
    ...(value?.characters ?? []).map((card) => ({
      id: card.id,
      label: `${words.openCard}: ${card.name}`,
      run: () => go({ name: "characters", filmId, item: card.id }),
    })),
  ];
  useKeys([...bindingsOf(commands), { keys: "ArrowRight", run: () => step(1) }, { keys: "ArrowLeft", run: () => step(-1) }]);
  useOffer(offersOf(commands));
  return (
    <main ref={page} className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 pt-3.5 pb-2 max-md:px-4">
        <h1 className="font-film text-26 tracking-[-0.012em]">{words.title}</h1>
        {value === null ? null : (
          <span className="text-text-3">
            {none && scope === "film" && value.total === 0
              ? null
              : scope === "film"
                ? words.counts(value.characters.length, value.total)
                : words.countAll(value.total)}
          </span>
        )}
        <span className="ml-auto flex flex-wrap items-center gap-2 max-md:ml-0 max-md:w-full">
          <Segments label={words.scope} value={scope} options={scopes} onChange={setScope} />
          <Button small onClick={imports.choose}>
            <FileInput size={14} strokeWidth={1.75} aria-hidden />
            {words.import}
          </Button>
          <Button small kind="primary" onClick={() => setCreating(true)}>
            <Plus size={14} strokeWidth={1.75} aria-hidden />
            {words.create}
          </Button>
        </span>
      </div>
      {value === null ? (
        <p className="p-6 text-text-3" role="status">
          {cast.error?.message ?? strings.common.loading}
        </p>
      ) : none && scope !== "trash" && value.unlinked.length === 0 ? (
        <div className="grid flex-1 place-items-center p-6">
          <div className="max-w-[560px]">
            <h2 className="font-film text-34 tracking-[-0.015em] max-md:text-26">{words.emptyTitle}</h2>
            <p className="mt-2 text-14 text-text-2">{words.emptyText}</p>
            <Button kind="primary" className="mt-5" onClick={() => setCreating(true)}>
              {words.createFirst}
            </Button>
          </div>
        </div>
      ) : (
        <div className="pb-7">
          {none ? (
            scope === "trash" ? (
              <p className="px-5 py-4 text-text-3 max-md:px-4">{words.emptyTrash}</p>
            ) : null
          ) : (
            <ul ref={list} aria-label={words.list} className="cast px-5 pt-2 pb-4 max-md:px-4">
              {value.characters.map((card) => (
                <CastCard key={card.id} card={card} filmId={filmId} />
              ))}
            </ul>
          )}
          {scope !== "film" || filmId === null ? null : (
            <>
              {value.unlinked.length === 0 ? null : <Unlinked names={value.unlinked} filmId={filmId} alone={none} />}
              {none ? null : <Film filmId={filmId} stamp={stamp} drawn={drawn} />}
            </>
          )}
        </div>
      )}
      <NewCharacter open={creating} onClose={() => setCreating(false)} filmId={filmId} />
      <ImportCards
        input={imports.input}
        cards={imports.cards}
        onTake={(files) => void imports.take(files)}
        onClose={imports.close}
        filmId={filmId}
      />
    </main>
  );
}
