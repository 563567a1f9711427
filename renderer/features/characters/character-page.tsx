// One character's page: who it is, and the parts of it side by side.
import { ArrowLeft, Trash2 } from "lucide-react";
import { useState } from "react";
import type { CharacterView } from "../../../shared/contract/studio/character-views.ts";
import { keyName, useKeys } from "../../app/keys.ts";
import { useOffer } from "../../app/offers.ts";
import { go, hashOf } from "../../app/router.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { useCall } from "../../app/use-call.ts";
import { Button } from "../../ui/button.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { CharacterMenu } from "./character-menu.tsx";
import { ConsentPart } from "./consent-part.tsx";
import { ConsentChip } from "./consent-mark.tsx";
import { LookDialog } from "./look-dialog.tsx";
import { LooksPart } from "./looks-part.tsx";
import { Overview } from "./overview.tsx";
import { PersonaPart } from "./persona-part.tsx";
import { ReferencesPart } from "./references-part.tsx";
import { TakesPart } from "./takes-part.tsx";
import { useAct, useCharacterStamp } from "./use-character.ts";

const parts = ["overview", "references", "looks", "persona", "consent", "takes"] as const;
type Part = (typeof parts)[number];

function Page({ view, part, filmId, stamp }: { view: CharacterView; part: Part; filmId: string | null; stamp: string }) {
  const [adding, setAdding] = useState(false);
  const act = useAct();
  const open = (to: Part) => go({ name: "characters", filmId, item: to === "overview" ? view.id : `${view.id}/${to}` });
  const back = () => go({ name: "characters", filmId });
  const newLook = () => setAdding(true);
  useKeys([
    { keys: "e", run: () => open("persona") },
    { keys: "l", run: newLook },
    { keys: "Escape", run: back },
  ]);
  useOffer([
    { id: "edit-persona", label: words.editPersona, shortcut: keyName("e"), run: () => open("persona") },
    { id: "new-look", label: words.newLook, shortcut: keyName("l"), run: newLook },
    ...parts.map((name) => ({
      id: `part-${name}`,
      label: `${view.name}: ${name === "takes" ? words.tabs.takes(view.takes) : words.tabs[name]}`,
      run: () => open(name),
    })),
    { id: "cast", label: words.toCast, shortcut: keyName("Escape"), run: back },
  ]);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 pt-0.5 max-md:px-4">
        <h1 className="min-w-0 font-film text-26 tracking-[-0.012em] [overflow-wrap:anywhere]">{view.name}</h1>
        <span className="text-text-3">
          {[view.roleLine, view.profile.age.years === null ? view.profile.age.statement : String(view.profile.age.years)]
            .filter(Boolean)
            .join(", ")}
        </span>
        <ConsentChip stand={view.consent} />
        <CharacterMenu view={view} filmId={filmId} stamp={stamp} />
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
        tabs={parts.map((name) => ({ value: name, word: name === "takes" ? words.tabs.takes(view.takes) : words.tabs[name] }))}
        onChange={open}
      >
        {part === "overview" ? (
          <Overview view={view} filmId={filmId} stamp={stamp} onPart={open} onNewLook={newLook} />
        ) : part === "references" ? (
          <ReferencesPart view={view} />
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
    </>
  );
}

/** The page of a character. */
export function CharacterPage({ characterId, part, filmId }: { characterId: string; part: string | null; filmId: string | null }) {
  const stamp = useCharacterStamp();
  const { value, error } = useCall("characters", "open", { characterId }, stamp);
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
