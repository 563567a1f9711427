// One character's page: who it is, and the parts of it side by side.
import { ArrowLeft, Trash2 } from "lucide-react";
import { useState } from "react";
import type { CharacterView, ReferenceView } from "../../../shared/contract/studio/character-views.ts";
import { useKeys } from "../../app/keys.ts";
import { useOffer } from "../../app/offers.ts";
import { go, hashOf } from "../../app/router.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { useCall } from "../../app/use-call.ts";
import { Button } from "../../ui/button.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { bindingsOf, offersOf, type LibraryCommand } from "../library/library-commands.ts";
import { cardFormats, useCharacterActs } from "./character-acts.ts";
import { CharacterMenu, type CharacterDialog } from "./character-menu.tsx";
import { ConsentPart } from "./consent-part.tsx";
import { ConsentChip } from "./consent-mark.tsx";
import { LookDialog } from "./look-dialog.tsx";
import { LooksPart } from "./looks-part.tsx";
import { Overview } from "./overview.tsx";
import { PersonaPart } from "./persona-part.tsx";
import { ReferencesPart, type Picking } from "./references-part.tsx";
import { StatementDialog } from "./statement-dialog.tsx";
import { TakesPart } from "./takes-part.tsx";
import { useAct, useCharacterLog, useCharacterStamp, useDone } from "./use-character.ts";

const parts = ["overview", "references", "looks", "persona", "consent", "takes"] as const;
type Part = (typeof parts)[number];

/** What the focus is on, where it is a reference. */
const focusedReference = () => document.activeElement?.closest<HTMLElement>("[data-reference-item]")?.dataset["referenceItem"] ?? null;

/** Moves the focus to the reference beside it, or to the first one. */
function stepReference(by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>("main [data-reference]")];
  const at = all.findIndex((one) => one === document.activeElement);
  all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]?.focus();
}

function Page({ view, part, filmId, stamp }: { view: CharacterView; part: Part; filmId: string | null; stamp: string }) {
  const [adding, setAdding] = useState(false);
  const [picking, setPicking] = useState<Picking>(null);
  const [asking, setAsking] = useState<readonly string[]>([]);
  const [dialog, setDialog] = useState<CharacterDialog | null>(null);
  const { notify } = useStudio();
  const act = useAct();
  const done = useDone();
  const acts = useCharacterActs(view, filmId);
  const open = (to: Part) => go({ name: "characters", filmId, item: to === "overview" ? view.id : `${view.id}/${to}` });
  const back = () => go({ name: "characters", filmId });
  const newLook = () => setAdding(true);
  const pick = (angle: Picking) => {
    open("references");
    setPicking(angle);
  };
  const unsaid = view.pictures.filter(({ consent }) => consent.state === "unstated" || consent.state === "needed").map(({ id }) => id);
  const withReference = (run: (picture: ReferenceView) => void) => () => {
    const picture = view.pictures.find(({ id }) => id === focusedReference());
    if (picture === undefined) notify({ title: words.chooseReference, tone: "turn" });
    else run(picture);
  };
  const takeOut = async (picture: ReferenceView) => {
    if ((await act("removeReferences", { characterId: view.id, referenceIds: [picture.id] })) !== null)
      done(`${words.removeReference}: ${picture.label}`);
  };
  const main = (picture: ReferenceView) =>
    picture.main ? undefined : void act("setReference", { characterId: view.id, referenceId: picture.id, main: true });
  const tabWord = (name: Part) => (name === "takes" ? words.tabs.takes(view.takes) : words.tabs[name]);
  const commands: LibraryCommand[] = [
    { id: "character-persona", label: words.editPersona, keys: ["e"], run: () => open("persona") },
    { id: "character-look", label: words.newLook, keys: ["l"], run: newLook },
    { id: "character-pick", label: words.addFromLibrary, keys: ["r"], run: () => pick("free") },
    ...(view.missingAngles.length === 0
      ? []
      : [{ id: "character-make", label: words.make, keys: ["m"], run: () => setDialog("make") } as const]),
    ...(view.pictures.length === 0
      ? []
      : [
          { id: "character-main", label: words.setMain, keys: ["s"], run: withReference(main) },
          {
            id: "character-take-out",
            label: words.removeReference,
            keys: ["Delete", "Backspace"],
            run: withReference((picture) => void takeOut(picture)),
          },
          {
            id: "character-say",
            label: words.sayConsent,
            keys: ["c"],
            run: () => {
              const one = focusedReference();
              const all = one === null ? unsaid : [one];
              if (all.length === 0) open("consent");
              else setAsking(all);
            },
          },
        ]),
    { id: "character-versions", label: words.versions, keys: ["v"], run: () => setDialog("versions") },
    { id: "character-merge", label: words.merge, keys: ["g"], run: () => setDialog("merge") },
    { id: "character-split", label: words.split, keys: ["x"], run: () => setDialog("split") },
    ...cardFormats.map((format) => ({
      id: `character-export-${format}`,
      label: `${words.exportCard}: ${words.formats[format]}`,
      ...(format === "v3-png" ? { keys: ["mod+e"] } : {}),
      run: () => acts.exportCard(format),
    })),
    { id: "character-share", label: words.share, keys: ["shift+e"], run: acts.share },
    ...(view.removedAt === null ? [{ id: "character-remove", label: words.remove, keys: ["shift+Delete"], run: acts.remove }] : []),
    ...parts.map((name, index) => ({
      id: `character-${name}`,
      label: `${view.name}: ${tabWord(name)}`,
      keys: [String(index + 1)],
      run: () => open(name),
    })),
    { id: "character-cast", label: words.toCast, keys: ["Escape"], run: back },
  ];
  useKeys([
    ...bindingsOf(commands),
    { keys: "ArrowRight", run: () => stepReference(1) },
    { keys: "ArrowLeft", run: () => stepReference(-1) },
  ]);
  useOffer(offersOf(commands));
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 pt-0.5 max-md:px-4">
        <h1 className="min-w-0 font-film text-26 tracking-[-0.012em] [overflow-wrap:anywhere]">{view.name}</h1>
        <span className="first-up text-text-3">
          {[view.roleLine, view.profile.age.years === null ? view.profile.age.statement : String(view.profile.age.years)]
            .filter(Boolean)
            .join(", ")}
        </span>
        <ConsentChip stand={view.consent} />
        <CharacterMenu view={view} filmId={filmId} stamp={stamp} acts={acts} open={dialog} onOpen={setDialog} />
      </div>
      {view.removedAt === null ? null : (
        <p className="mx-5 mt-3 flex items-center gap-3 rounded-2 bg-turn-soft px-3 py-2 max-md:mx-4" role="status">
          <Trash2 size={16} strokeWidth={1.75} aria-hidden className="flex-none tone-turn" />
          <span className="flex-1">{words.inTrash}</span>
          <Button small onClick={() => void act("restore", { characterIds: [view.id] })}>
            {words.restore}
          </Button>
        </p>
      )}
      <Tabs
        label={words.page}
        value={part}
        className="mx-5 mt-1 max-md:mx-4"
        tabs={parts.map((name) => ({ value: name, word: tabWord(name) }))}
        onChange={open}
      >
        {part === "overview" ? (
          <Overview view={view} filmId={filmId} stamp={stamp} onPart={open} onNewLook={newLook} onPick={pick} />
        ) : part === "references" ? (
          <ReferencesPart
            view={view}
            picking={picking}
            onPick={setPicking}
            onAsk={setAsking}
            onMake={() => setDialog("make")}
            onTakeOut={(picture) => void takeOut(picture)}
          />
        ) : part === "looks" ? (
          <LooksPart view={view} filmId={filmId} onNewLook={newLook} stamp={stamp} />
        ) : part === "persona" ? (
          <PersonaPart key={view.id} view={view} />
        ) : part === "consent" ? (
          <ConsentPart view={view} stamp={stamp} filmId={filmId} />
        ) : (
          <TakesPart view={view} stamp={stamp} />
        )}
      </Tabs>
      <LookDialog open={adding} onClose={() => setAdding(false)} characterId={view.id} look={null} />
      <StatementDialog
        open={asking.length > 0}
        onClose={() => setAsking([])}
        characterId={view.id}
        referenceIds={[...asking]}
        filmId={filmId}
      />
    </>
  );
}

/** The page of a character. */
export function CharacterPage({ characterId, part, filmId }: { characterId: string; part: string | null; filmId: string | null }) {
  const stamp = useCharacterStamp();
  const { value, error } = useCall("characters", "open", { characterId }, stamp);
  useCharacterLog(stamp);
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto">
      <div className="px-5 pt-3 max-md:px-4">
        <a href={hashOf({ name: "characters", filmId })} className="btn btn-ghost btn-small -ml-2">
          <ArrowLeft size={14} strokeWidth={1.75} aria-hidden />
          {words.back}
        </a>
      </div>
      {value === null ? (
        <p className="p-6 text-text-3" role="status">
          {error?.message ?? strings.common.loading}
        </p>
      ) : (
        <Page view={value} part={parts.find((name) => name === part) ?? "overview"} filmId={filmId} stamp={stamp} />
      )}
    </main>
  );
}
