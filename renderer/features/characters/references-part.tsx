// The references of a character: pictures by angle, each with where it comes from; added from files, from the library, or made.
import { Ellipsis, FolderOpen, ImagePlus, LibraryBig, ShieldQuestion, Sparkles, Star, X } from "lucide-react";
import { useRef, useState } from "react";
import { angleLabels, angles, type Angle } from "../../../shared/domain/character.ts";
import type { FileSource } from "../../../shared/contract/studio/characters.ts";
import type { CharacterView, ReferenceView } from "../../../shared/contract/studio/character-views.ts";
import { keyName } from "../../app/keys.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { carriesAssets, droppedAssets } from "../../lib/drag.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { Still } from "../../ui/picture.tsx";
import { PickDialog } from "../create/pick-dialog.tsx";
import { ConsentMark } from "./consent-mark.tsx";
import { useAct, useDrop, useSources } from "./use-character.ts";
import { useAddReferences } from "./use-references.ts";

/** The angle for which a picture of the library is chosen; "free": the first without one. */
export type Picking = Angle | "free" | null;

interface ReferenceProps {
  view: CharacterView;
  picture: ReferenceView;
  onAsk: () => void;
  onLarge: () => void;
  onTakeOut: () => void;
}

function Reference({ view, picture, onAsk, onLarge, onTakeOut }: ReferenceProps) {
  const act = useAct();
  const set = (patch: { angle?: Angle; main?: true }) =>
    void act("setReference", { characterId: view.id, referenceId: picture.id, ...patch });
  const entries: MenuEntry[] = [
    { label: words.setMain, icon: Star, shortcut: keyName("s"), disabled: picture.main, run: () => set({ main: true }) },
    {
      label: picture.consentId === null ? words.sayConsent : words.newConsent,
      icon: ShieldQuestion,
      shortcut: keyName("c"),
      run: onAsk,
    },
    { kind: "separator" },
    { kind: "title", label: words.angle },
    ...angles.map((angle): MenuEntry => ({ label: angleLabels[angle], checked: angle === picture.angle, run: () => set({ angle }) })),
    { kind: "separator" },
    { label: words.removeReference, icon: X, danger: true, shortcut: "Del", run: onTakeOut },
  ];
  return (
    <li className="min-w-0" data-reference-item={picture.id}>
      <button type="button" data-reference={picture.id} className="block w-full rounded-2" onClick={onLarge}>
        <Still hash={picture.hash} className={`aspect-[4/5] ${picture.main ? "picture-selected" : ""}`}>
          <span className="sr-only">{picture.label}, </span>
          {picture.main ? (
            <span className="over top-1.5 left-1.5">
              <Star aria-hidden />
              {words.main}
            </span>
          ) : null}
          <ConsentMark stand={picture.consent} />
        </Still>
      </button>
      <div className="mt-1.5 flex items-center gap-2">
        <span className="min-w-0 flex-1">
          <span className="reference-name !mt-0 font-[550]">{picture.label}</span>
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

/** A picture as large as the window lets it be, with what is on record of it. */
function Large({ picture, onClose }: { picture: ReferenceView | null; onClose: () => void }) {
  return (
    <Dialog
      open={picture !== null}
      onClose={onClose}
      title={picture?.label ?? ""}
      text={picture?.consent.words ?? ""}
      wide
      actions={<Button onClick={onClose}>{strings.common.close}</Button>}
    >
      {picture === null ? null : <Still hash={picture.hash} className="picture-whole mt-3 h-[min(62vh,640px)]" />}
    </Dialog>
  );
}

interface ReferencesPartProps {
  view: CharacterView;
  picking: Picking;
  onPick: (angle: Picking) => void;
  /** Asks where these references come from. */
  onAsk: (referenceIds: readonly string[]) => void;
  onMake: () => void;
  onTakeOut: (picture: ReferenceView) => void;
}

/** The part; files and pictures of the library can be dropped on it. */
export function ReferencesPart({ view, picking, onPick, onAsk, onMake, onTakeOut }: ReferencesPartProps) {
  const [angle, setAngle] = useState<Angle | null>(null);
  const [large, setLarge] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const sources = useSources();
  const addTo = useAddReferences();
  const add = async (all: readonly FileSource[], wanted: Angle | null) => {
    const { unsaid } = await addTo(view, all, wanted);
    if (unsaid.length > 0) onAsk(unsaid);
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
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 basis-[220px] text-text-2">{view.pictures.length === 0 ? words.noReferences : words.dropHere}</p>
        <Button small onClick={() => onPick("free")}>
          <LibraryBig size={14} strokeWidth={1.75} aria-hidden />
          {words.fromLibrary}
        </Button>
        <Button small onClick={() => choose(null)}>
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
          <Reference
            key={picture.id}
            view={view}
            picture={picture}
            onAsk={() => onAsk([picture.id])}
            onLarge={() => setLarge(picture.id)}
            onTakeOut={() => onTakeOut(picture)}
          />
        ))}
        {view.missingAngles.map((one) => (
          <li key={one.angle} className="min-w-0">
            <Menu
              entries={[
                { label: words.fromLibrary, icon: LibraryBig, run: () => onPick(one.angle) },
                { label: words.fromFile, icon: FolderOpen, run: () => choose(one.angle) },
                { label: words.make, icon: Sparkles, run: onMake },
              ]}
              trigger={
                <button type="button" className="angle-empty" aria-label={words.addFor(one.label)}>
                  <ImagePlus size={18} strokeWidth={1.5} aria-hidden />
                  {one.label}
                </button>
              }
            />
            <span className="mt-1.5 block text-11 text-text-3">{one.words}</span>
          </li>
        ))}
      </ul>
      <Large picture={view.pictures.find(({ id }) => id === large) ?? null} onClose={() => setLarge(null)} />
      <PickDialog
        open={picking !== null}
        onClose={() => onPick(null)}
        kinds={["image"]}
        onPick={(card) => void add([{ assetId: card.id }], picking === "free" ? null : picking)}
      />
    </div>
  );
}
