// How an item was made, and the two ways on: with the very same recipe, or with one thing changed.
import { ArrowRight, X } from "lucide-react";
import type { AssetDetail } from "../../../shared/contract/studio/library-views.ts";
import { go } from "../../app/router.ts";
import { strings } from "../../app/strings.ts";
import { workspace as words } from "../../app/strings/workspace.ts";
import { useCall } from "../../app/use-call.ts";
import { useNow } from "../../lib/now.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Thumb } from "../../ui/thumb.tsx";
import { factsOf, negativeOf, promptOf } from "../library/recipe-facts.ts";

/** Prompt and settings of an asset. */
export function RecipeFacts({ asset }: { asset: AssetDetail }) {
  const now = useNow();
  const { recipe, file } = factsOf(asset, now);
  const [prompt, negative] = [promptOf(asset), negativeOf(asset)];
  return (
    <>
      {prompt === null ? null : <p className="film-say mb-3 select-text">{prompt}</p>}
      {negative === null ? null : <p className="mb-3 text-12 text-text-2 select-text">{negative}</p>}
      {recipe.length === 0 ? <p className="text-12 text-text-2">{words.recipeNone}</p> : null}
      <dl className="facts">
        {[...recipe, ...file].map((fact) => (
          <div key={fact.word} className="contents">
            <dt>{fact.word}</dt>
            <dd className={fact.mono ? "num" : ""}>{fact.value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** The panel, in the place of the queue; a sheet on a small window. */
export function RecipePanel({ assetId, filmId, onClose }: { assetId: string; filmId: string | null; onClose: () => void }) {
  const { value, error } = useCall("library", "asset", { assetId }, assetId);
  const title = value === null ? words.recipe : words.recipeOf(value.name);
  return (
    <aside
      aria-label={title}
      className="flex w-[300px] flex-none flex-col overflow-y-auto border-l border-line bg-panel max-lg:fixed max-lg:inset-y-0 max-lg:right-0 max-lg:z-[var(--ov-z-sheet)] max-lg:shadow-dialog max-md:inset-x-0 max-md:top-auto max-md:bottom-[60px] max-md:max-h-[70dvh] max-md:w-auto max-md:rounded-t-4 max-md:border-t"
    >
      <div className="flex min-h-12 flex-none items-center gap-2 border-b border-line pr-2 pl-4">
        <h2 className="truncate font-[550]">{words.recipe}</h2>
        <IconButton label={words.closeRecipe} className="!ml-auto" onClick={onClose}>
          <X size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
      {value === null ? (
        <p className="p-4 text-text-3">{error?.message ?? strings.common.loading}</p>
      ) : (
        <div className="p-4">
          <Thumb hash={value.hash} className="mb-3 aspect-video" />
          <RecipeFacts asset={value} />
          {value.recipe === null ? null : (
            <div className="mt-4 grid gap-2">
              <Button kind="primary" onClick={() => go({ name: "create", filmId, item: assetId })}>
                {words.change}
                <ArrowRight size={16} strokeWidth={1.75} aria-hidden />
              </Button>
            </div>
          )}
        </div>
      )}
    </aside>
  );
}
