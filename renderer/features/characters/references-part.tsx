// The references of a character: pictures by angle, each with where it comes from.
import { Ellipsis, ImagePlus, ShieldQuestion, Star, X } from "lucide-react";
import { useRef, useState } from "react";
import { angleLabels, angles, type Angle } from "../../../shared/domain/character.ts";
import type { FileSource } from "../../../shared/contract/studio/characters.ts";
import type { CharacterView, ReferenceView } from "../../../shared/contract/studio/character-views.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { useFilm } from "../../app/studio.tsx";
import { carriesAssets, droppedAssets } from "../../lib/drag.ts";
import { Button } from "../../ui/button.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { Still } from "../../ui/picture.tsx";
import { ConsentMark } from "./consent-mark.tsx";
import { StatementDialog } from "./statement-dialog.tsx";
import { useAct, useDone, useDrop, useSources } from "./use-character.ts";

function Reference({ view, picture, onConsent }: { view: CharacterView; picture: ReferenceView; onConsent: () => void }) {
  const act = useAct();
  const done = useDone();
  const set = (patch: { angle?: Angle; main?: true }) =>
    void act("setReference", { characterId: view.id, referenceId: picture.id, ...patch });
  const remove = async () => {
    if ((await act("removeReferences", { characterId: view.id, referenceIds: [picture.id] })) !== null)
      done(`${words.removeReference}: ${picture.label}`);
  };
  const entries: MenuEntry[] = [
    { label: words.setMain, icon: Star, disabled: picture.main, run: () => set({ main: true }) },
    { label: picture.consentId === null ? words.sayConsent : words.newConsent, icon: ShieldQuestion, run: onConsent },
    { kind: "separator" },
    { kind: "title", label: words.angle },
    ...angles.map((angle): MenuEntry => ({ label: angleLabels[angle], checked: angle === picture.angle, run: () => set({ angle }) })),
    { kind: "separator" },
    { label: words.removeReference, icon: X, danger: true, run: () => void remove() },
  ];
  return (
    <li className="min-w-0">
      <Still hash={picture.hash} className={`aspect-[4/5] ${picture.main ? "picture-selected" : ""}`}>
        {picture.main ? <span className="over top-1.5 left-1.5">{words.main}</span> : null}
        <ConsentMark stand={picture.consent} />
      </Still>
      <div className="mt-1.5 flex items-center gap-2">
        <span className="min-w-0 flex-1">
          <span className="block truncate text-12 font-[550]">{picture.label}</span>
          <span className="block truncate text-11 text-text-3">{words.takesUsed(picture.takes)}</span>
        </span>
        <Menu
          align="end"
          entries={entries}
          trigger={
            <Button small kind="ghost" className="btn-icon" aria-label={words.referenceMenu(picture.label)}>
              <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
            </Button>
          }
        />
      </div>
    </li>
  );
}

/** The part; files and pictures of the library can be dropped on it. */
export function ReferencesPart({ view }: { view: CharacterView }) {
  const filmId = useFilm((state) => state.filmId);
  const [asking, setAsking] = useState<string[]>([]);
  const [angle, setAngle] = useState<Angle | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const act = useAct();
  const sources = useSources();
  const free = (): Angle => angles.find((one) => !view.pictures.some((picture) => picture.angle === one)) ?? "expression";
  const add = async (all: FileSource[], wanted: Angle | null) => {
    const before = new Set(view.pictures.map((picture) => picture.id));
    let now: CharacterView | null = null;
    for (const source of all) {
      const taken: Set<Angle> = new Set((now ?? view).pictures.map((picture) => picture.angle));
      const next: Angle = wanted ?? angles.find((one) => !taken.has(one)) ?? "expression";
      now =
        (await act("addReference", { characterId: view.id, source, angle: next, main: view.pictures.length === 0 && now === null })) ?? now;
    }
    const unsaid = (now?.pictures ?? []).filter((one) => !before.has(one.id) && one.consent.state === "unstated").map((one) => one.id);
    if (unsaid.length > 0) setAsking(unsaid);
  };
  const page = useRef<HTMLDivElement>(null);
  useDrop(page, carriesAssets, (from) => {
    const assets = droppedAssets(from).map((assetId) => ({ assetId }));
    const files = [...from.files];
    void (assets.length > 0 ? add(assets, null) : sources(files).then((all) => add(all, null)));
  });
  const choose = (wanted: Angle | null) => {
    setAngle(wanted);
    input.current?.click();
  };
  return (
    <div ref={page} className="px-5 pt-4 pb-7 max-md:px-4">
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 text-text-2">{view.pictures.length === 0 ? words.noReferences : words.dropHere}</p>
        <Button small onClick={() => choose(free())}>
          <ImagePlus size={14} strokeWidth={1.75} aria-hidden />
          {words.add}
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={words.add}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = "";
          void sources(files).then((all) => add(all, all.length === 1 ? angle : null));
        }}
      />
      <ul className="angles angles-wide">
        {view.pictures.map((picture) => (
          <Reference key={picture.id} view={view} picture={picture} onConsent={() => setAsking([picture.id])} />
        ))}
        {view.missingAngles.map((one) => (
          <li key={one.angle} className="min-w-0">
            <button type="button" className="angle-empty" aria-label={words.addFor(one.label)} onClick={() => choose(one.angle)}>
              <ImagePlus size={18} strokeWidth={1.5} aria-hidden />
              {one.label}
            </button>
            <span className="mt-1.5 block text-11 text-text-3">{one.words}</span>
          </li>
        ))}
      </ul>
      <StatementDialog open={asking.length > 0} onClose={() => setAsking([])} characterId={view.id} referenceIds={asking} filmId={filmId} />
    </div>
  );
}
