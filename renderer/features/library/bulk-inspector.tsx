// The inspector of several assets: what can be changed of all of them in one step.
import { Columns2, Download, FolderPlus, RotateCcw, Trash2, X } from "lucide-react";
import type { AssetChange } from "../../../shared/contract/studio/library.ts";
import type { AssetCard } from "../../../shared/contract/studio/library-views.ts";
import { libraryWords as words } from "../../app/strings/library.ts";
import { useSession } from "../../app/studio.tsx";
import { AssetPicture } from "../../ui/asset-picture.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Inspector } from "../../ui/inspector.tsx";
import { Select } from "../../ui/select.tsx";
import { Stars } from "./stars.tsx";
import { Tags } from "./tags-part.tsx";

interface BulkInspectorProps {
  count: number;
  /** A few of them that are held. */
  cards: readonly AssetCard[];
  trashed: boolean;
  onChange: (change: AssetChange) => void;
  onCompare: () => void;
  onCollection: () => void;
  onExport: () => void;
  onTrash: () => void;
  onRestore: () => void;
  onPurge: () => void;
  onClear: () => void;
}

/** The bulk form. */
export function BulkInspector(props: BulkInspectorProps) {
  const { count, cards, trashed, onChange } = props;
  const films = useSession((state) => state.projects) ?? [];
  const comparable = count >= 2 && count <= 4;
  const stars = new Set(cards.map((card) => card.stars));
  return (
    <Inspector
      label={words.chosen(count)}
      title={words.chosen(count)}
      tools={
        <IconButton label={words.clearChoice} shortcut="Esc" onClick={props.onClear}>
          <X size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      }
      peek={{
        picture: cards[0] === undefined ? null : <AssetPicture card={cards[0]} className="aspect-video w-[72px] flex-none" />,
        title: words.chosen(count),
        text: words.bulkText,
        action: trashed ? (
          <Button kind="primary" onClick={props.onRestore}>
            {words.restore(count)}
          </Button>
        ) : (
          <Button onClick={props.onTrash} aria-label={words.toTrash(count)}>
            <Trash2 size={16} strokeWidth={1.75} aria-hidden />
          </Button>
        ),
      }}
    >
      <div className="px-4 pt-3 pb-3.5">
        <div className="grid grid-cols-4 gap-1.5" aria-hidden>
          {cards.slice(0, 8).map((card) => (
            <AssetPicture key={card.id} card={card} className="aspect-[16/10] w-full" />
          ))}
        </div>
        <p className="mt-3 text-12 text-text-2">{words.bulkText}</p>
        <div className="mt-3 flex gap-2">
          {trashed ? (
            <>
              <Button kind="primary" className="flex-1" onClick={props.onRestore}>
                <RotateCcw size={16} strokeWidth={1.75} aria-hidden />
                {words.restore(count)}
              </Button>
              <Button className="flex-1" onClick={props.onPurge}>
                {words.deleteForGood}
              </Button>
            </>
          ) : (
            <Button kind="primary" className="flex-1" offReason={comparable ? null : words.compareMost} onClick={props.onCompare}>
              <Columns2 size={16} strokeWidth={1.75} aria-hidden />
              {words.compare}
            </Button>
          )}
        </div>
      </div>
      <section className="section">
        <h3 className="section-title">{words.starsLabel}</h3>
        <Stars value={stars.size === 1 ? ([...stars][0] ?? null) : null} onChange={(value) => onChange({ stars: value })} />
      </section>
      <section className="section">
        <h3 className="section-title">{words.bulkTags}</h3>
        <Tags tags={[]} onAdd={(name) => onChange({ addTags: [name] })} />
      </section>
      <section className="section">
        <h3 className="section-title">{words.filterWords.film}</h3>
        <Select
          label={words.filterWords.film}
          value={"keep" as string}
          options={
            { keep: words.asItIs, none: words.noFilm, ...Object.fromEntries(films.map((film) => [film.id, film.title])) } as Record<
              string,
              string
            >
          }
          onChange={(next) => next !== "keep" && onChange({ projectId: next === "none" ? null : next })}
        />
      </section>
      <section className="section flex flex-wrap gap-2">
        <Button small onClick={props.onCollection}>
          <FolderPlus size={14} strokeWidth={1.75} aria-hidden />
          {words.addToCollection}
        </Button>
        <Button small onClick={props.onExport}>
          <Download size={14} strokeWidth={1.75} aria-hidden />
          {words.exportFiles(count)}
        </Button>
        {trashed ? null : (
          <Button small onClick={props.onTrash}>
            <Trash2 size={14} strokeWidth={1.75} aria-hidden />
            {words.toTrash(count)}
          </Button>
        )}
      </section>
    </Inspector>
  );
}
