// The composer at the foot of the workspace: words, references, the settings that matter most, wait and price.
import { ChevronDown, Film, ImageIcon, ImagePlus, SlidersHorizontal } from "lucide-react";
import { useState, type Ref } from "react";
import type { CreateDraft } from "../../../shared/contract/studio/draft.ts";
import { qualities } from "../../../shared/domain/job.ts";
import { go } from "../../app/router.ts";
import { create as createWords } from "../../app/strings/create.ts";
import { workspace as words } from "../../app/strings/workspace.ts";
import { useMaking, useStudio } from "../../app/studio.tsx";
import { wait } from "../../lib/format.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Segments } from "../../ui/segments.tsx";
import { chosenOf, enginesFor, sizeOf } from "../create/draft-facts.ts";
import { useDrop } from "../create/files.ts";
import { MakeButton, useOffReason } from "../create/make-button.tsx";
import { PickDialog } from "../create/pick-dialog.tsx";
import { PromptField } from "../create/prompt-field.tsx";
import { References } from "../create/references.tsx";

/** What is made, and by which engine, in one menu. */
function EngineMenu({ draft }: { draft: CreateDraft }) {
  const { making } = useStudio();
  const abilities = useMaking((state) => state.abilities);
  const chosen = chosenOf(abilities, draft);
  const Icon = draft.task === "clip" || draft.task === "extend" ? Film : ImageIcon;
  const entries = (["image", "clip"] as const).flatMap((task) => [
    { kind: "title" as const, label: createWords.tasks[task] },
    {
      label: createWords.farmsChoice,
      checked: draft.task === task && draft.engine === null,
      run: () => making.change({ task, engine: null, model: null }),
    },
    ...enginesFor(abilities, task).map((engine) => ({
      label: engine.name,
      checked: draft.task === task && draft.engine === engine.id,
      run: () => making.change({ task, engine: engine.id, model: null }),
    })),
  ]);
  return (
    <Menu
      entries={entries}
      trigger={
        <Button
          small
          aria-label={`${words.engineMenu}: ${createWords.tasks[draft.task]}, ${chosen.engine?.name ?? createWords.farmsChoice}`}
          className="max-w-[200px] max-md:min-w-0 max-md:!gap-1 max-md:!px-1.5"
        >
          <Icon size={14} strokeWidth={1.75} aria-hidden className="flex-none" />
          <span className="truncate">
            <span className={chosen.engine === null ? "" : "max-md:hidden"}>
              {createWords.tasks[draft.task]}
              {chosen.engine === null ? "" : ", "}
            </span>
            {chosen.engine?.name}
          </span>
          <ChevronDown size={14} strokeWidth={1.75} aria-hidden className="flex-none" />
        </Button>
      }
    />
  );
}

function SizeMenu({ draft }: { draft: CreateDraft }) {
  const { making } = useStudio();
  const abilities = useMaking((state) => state.abilities);
  const ability = chosenOf(abilities, draft).parameter("size");
  const size = sizeOf(draft, ability);
  if (ability.state !== "size" || size === null) return null;
  return (
    <Menu
      entries={ability.sizes.map((one) => ({
        label: `${one.width} × ${one.height}`,
        checked: one.width === size.width && one.height === size.height,
        run: () => making.change({ width: one.width, height: one.height }),
      }))}
      trigger={
        <Button small className="num max-md:!hidden" aria-label={`${createWords.size}: ${size.width} × ${size.height}`}>
          {size.width} × {size.height}
          <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
        </Button>
      }
    />
  );
}

/** The composer. */
export function Composer({
  draft,
  filmId,
  onMake,
  composerRef,
}: {
  draft: CreateDraft;
  filmId: string | null;
  onMake: () => void;
  composerRef: Ref<HTMLElement>;
}) {
  const { making } = useStudio();
  const quote = useMaking((state) => state.quote);
  const abilities = useMaking((state) => state.abilities);
  const [picking, setPicking] = useState(false);
  const off = useOffReason(draft);
  const chosen = chosenOf(abilities, draft);
  const takesReferences = chosen.parameter("references").state !== "off";
  const takesCount = draft.task === "image" || draft.task === "edit";
  const add = (hash: string, assetId: string) =>
    making.change({
      references: [...draft.references.filter((one) => one.hash !== hash), { hash, assetId, weight: null, role: null }].slice(0, 16),
    });
  const drop = useDrop((cards) => {
    const image = cards.find((card) => card.kind === "image");
    if (image !== undefined && takesReferences) add(image.hash, image.id);
  });
  return (
    <section ref={composerRef} aria-label={createWords.prompt} className="composer" data-foot {...drop.handlers}>
      <div className="px-3.5 pt-3 pb-1.5 max-md:px-3">
        <PromptField
          draft={draft}
          composer
          tools={
            takesReferences ? (
              <IconButton label={createWords.addReference} onClick={() => setPicking(true)} className="max-md:!hidden">
                <ImagePlus size={16} strokeWidth={1.75} aria-hidden />
              </IconButton>
            ) : null
          }
        />
      </div>
      {draft.references.length === 0 ? null : <References draft={draft} compact />}
      <div className="flex flex-wrap items-center gap-2 border-t border-line-strong px-3 py-2.5 max-md:gap-1.5 max-md:pb-3">
        <EngineMenu draft={draft} />
        <Segments
          label={createWords.quality}
          className="max-md:[&>*]:!px-1.5"
          value={draft.quality}
          onChange={(quality) => making.change({ quality })}
          options={qualities.map((quality) => ({ value: quality, word: createWords.qualities[quality] }))}
        />
        {takesCount ? (
          <Segments
            label={createWords.imagesAtOnce}
            className="max-md:[&>*]:!px-1.5"
            value={String(draft.count)}
            onChange={(number) => making.change({ count: number === "6" ? 6 : number === "3" ? 3 : 1 })}
            options={["1", "3", "6"].map((number) => ({ value: number, word: number }))}
          />
        ) : null}
        <SizeMenu draft={draft} />
        <Button kind="ghost" small className="max-md:!px-2" aria-label={words.allControls} onClick={() => go({ name: "create", filmId })}>
          <SlidersHorizontal size={14} strokeWidth={1.75} aria-hidden />
          <span className="max-md:sr-only">{words.allControls}</span>
        </Button>
        <span className="ml-auto flex items-center gap-3 max-md:w-full max-md:justify-between">
          <span className="min-w-0 text-12 text-text-2" data-wait>
            {off !== null && draft.prompt.trim() !== ""
              ? off
              : quote?.wait
                ? createWords.waitRange(wait(quote.wait))
                : (abilities?.waits ?? "")}
          </span>
          <MakeButton draft={draft} onPress={onMake} />
        </span>
      </div>
      <PickDialog open={picking} onClose={() => setPicking(false)} kinds={["image"]} onPick={(card) => add(card.hash, card.id)} />
    </section>
  );
}
