// The references of a draft: dropped or chosen, each with its weight and what it is for, as far as the engine honours it.
import { Plus, X } from "lucide-react";
import { useEffect, useState } from "react";
import type { CreateDraft, DraftReference } from "../../../shared/contract/studio/draft.ts";
import type { AssetCard } from "../../../shared/contract/studio/library-views.ts";
import { create as words } from "../../app/strings/create.ts";
import { useMaking, useStudio } from "../../app/studio.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Slider } from "../../ui/slider.tsx";
import { Thumb } from "../../ui/thumb.tsx";
import { chosenOf } from "./draft-facts.ts";
import { useDrop } from "./files.ts";
import { Locked } from "./parameter.tsx";
import { PickDialog } from "./pick-dialog.tsx";

/** Names of the assets that references were taken from. */
function useNames(references: readonly DraftReference[]): (reference: DraftReference, index: number) => string {
  const { link } = useStudio();
  const [names, setNames] = useState<Record<string, string>>({});
  const ids = references.flatMap((one) => (one.assetId === null || names[one.assetId] !== undefined ? [] : [one.assetId]));
  const missing = ids.join(" ");
  useEffect(() => {
    if (missing === "") return;
    void link.call("library", "cards", { ids: missing.split(" ") }).then((answer) => {
      if (answer.ok) setNames((before) => ({ ...before, ...Object.fromEntries(answer.value.assets.map((card) => [card.id, card.name])) }));
    });
  }, [link, missing]);
  return (reference, index) => (reference.assetId === null ? undefined : names[reference.assetId]) ?? words.reference(index + 1);
}

function ReferenceCard({
  reference,
  name,
  weights,
  roles,
  onChange,
  onRemove,
  compact,
}: {
  reference: DraftReference;
  name: string;
  /** Null where the engine lets all count alike. */
  weights: { min: number; max: number; step: number; default: number | null } | null;
  roles: readonly string[];
  onChange: (change: Partial<DraftReference>) => void;
  onRemove: () => void;
  compact: boolean;
}) {
  const weight = reference.weight ?? weights?.default ?? 1;
  const role = reference.role === null ? null : (words.roles[reference.role] ?? reference.role);
  const named = (
    <span className="flex min-w-0 items-baseline gap-2">
      <span className="truncate">{name}</span>
      {roles.length === 0 ? (
        role === null ? null : (
          <span className="text-12 text-text-3">{role}</span>
        )
      ) : (
        <Menu
          entries={roles.map((one) => ({
            label: words.roles[one] ?? one,
            checked: one === reference.role,
            run: () => onChange({ role: one }),
          }))}
          trigger={
            <button
              type="button"
              aria-label={words.roleOf(name)}
              className="min-h-6 flex-none text-12 text-text-3 underline-offset-2 hover:underline"
            >
              {role ?? words.roleNone}
            </button>
          }
        />
      )}
    </span>
  );
  const slider =
    weights === null ? null : (
      <Slider
        label={words.weightOf(name)}
        value={weight}
        min={weights.min}
        max={weights.max}
        step={weights.step}
        text={(value) => value.toFixed(2)}
        onChange={(value) => onChange({ weight: value })}
        className={compact ? "max-md:hidden" : ""}
      />
    );
  const number = weights === null ? null : <span className="num flex-none text-12 text-text-2">{weight.toFixed(2)}</span>;
  const remove = (
    <IconButton label={words.removeOf(name)} onClick={onRemove} className={compact ? "!h-6 !w-6" : ""}>
      <X size={compact ? 14 : 16} strokeWidth={1.75} aria-hidden />
    </IconButton>
  );
  if (compact)
    return (
      <li className="flex w-[292px] items-center gap-2 rounded-2 bg-hover p-1 pr-1 text-12 [--slider-under:var(--ov-hover)] max-md:w-auto">
        <Thumb hash={reference.hash} className="size-[30px] flex-none" />
        <span className="w-[106px] min-w-0 max-md:w-auto max-md:max-w-[120px]">{named}</span>
        {slider}
        {number}
        {remove}
      </li>
    );
  return (
    <li className="flex items-center gap-2.5 rounded-2 bg-panel p-1.5">
      <Thumb hash={reference.hash} className="size-10 flex-none" />
      <span className="min-w-0 flex-1">
        <span className="flex items-center justify-between gap-2">
          {named}
          {number}
        </span>
        {slider}
      </span>
      {remove}
    </li>
  );
}

/** The list, with the way to add one. `compact`: as the composer shows it. */
export function References({ draft, compact = false }: { draft: CreateDraft; compact?: boolean }) {
  const { making } = useStudio();
  const abilities = useMaking((state) => state.abilities);
  const [picking, setPicking] = useState(false);
  const nameOf = useNames(draft.references);
  const chosen = chosenOf(abilities, draft);
  const ability = chosen.parameter("references");
  const weight = chosen.parameter("weight");
  const role = chosen.parameter("role");
  const most = ability.state === "files" ? ability.most : 0;
  const set = (references: DraftReference[]) => making.change({ references });
  const add = (cards: AssetCard[]) => {
    const now = making.store.getState().draft?.references ?? [];
    const fits = cards.filter((card) => card.kind === "image" && !now.some((one) => one.hash === card.hash));
    set([...now, ...fits.map((card) => ({ hash: card.hash, assetId: card.id, weight: null, role: null }))].slice(0, 16));
  };
  const drop = useDrop(add);
  if (ability.state === "off" && draft.references.length === 0) {
    if (compact || chosen.off !== null) return null;
    return (
      <div className="border-t border-line px-4 py-3">
        <Locked entries={[{ name: words.references, value: null, reason: ability.reason }]} />
      </div>
    );
  }
  const button = (
    <Button kind="ghost" small disabled={draft.references.length >= most} onClick={() => setPicking(true)}>
      <Plus size={14} strokeWidth={1.75} aria-hidden />
      {compact
        ? words.addReference
        : draft.references.length < most
          ? words.addReferenceOf(draft.references.length, most)
          : words.referencesFull(most)}
    </Button>
  );
  return (
    <div
      {...drop.handlers}
      className={`${compact ? "px-[38px] pt-1 pb-2.5 max-md:px-3" : "border-t border-line px-4 py-3"} ${drop.over ? "bg-accent-soft" : ""}`}
    >
      <ul
        aria-label={words.references}
        className={compact ? "flex flex-wrap items-center gap-3 max-md:gap-2" : "grid grid-cols-2 gap-x-4 gap-y-2.5 max-md:grid-cols-1"}
      >
        {draft.references.map((reference, index) => (
          <ReferenceCard
            key={reference.hash}
            reference={reference}
            name={nameOf(reference, index)}
            weights={weight.state === "number" ? weight : null}
            roles={role.state === "choice" ? role.options : []}
            compact={compact}
            onChange={(change) => set(draft.references.map((one) => (one === reference ? { ...one, ...change } : one)))}
            onRemove={() => set(draft.references.filter((one) => one !== reference))}
          />
        ))}
        {ability.state === "off" ? null : <li className={compact ? "" : "grid place-items-center"}>{button}</li>}
      </ul>
      {ability.state === "off" ? (
        <div className="mt-2">
          <Locked entries={[{ name: words.references, value: String(draft.references.length), reason: ability.reason }]} />
        </div>
      ) : weight.state === "off" && draft.references.length > 0 && !compact ? (
        <div className="mt-2">
          <Locked entries={[{ name: words.weight, value: null, reason: weight.reason }]} />
        </div>
      ) : null}
      <PickDialog open={picking} onClose={() => setPicking(false)} kinds={["image"]} onPick={(card) => add([card])} />
    </div>
  );
}
