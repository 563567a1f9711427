// What the lightbox's panel says of one asset: its prompt and how it was made.
import { RotateCw } from "lucide-react";
import type { AssetDetail } from "../../../shared/contract/studio/library-views.ts";
import { libraryWords as words } from "../../app/strings/library.ts";
import { useNow } from "../../lib/now.ts";
import { Button } from "../../ui/button.tsx";
import { factsOf, promptOf } from "./recipe-facts.ts";

/** The panel's content. */
export function LightboxAbout({ asset, onRecipe }: { asset: AssetDetail; onRecipe: () => void }) {
  const now = useNow();
  const { recipe, file } = factsOf(asset, now);
  const prompt = promptOf(asset);
  return (
    <>
      {prompt === null ? null : (
        <section className="section">
          <h3 className="section-title">{words.prompt}</h3>
          <p className="film-say select-text">{prompt}</p>
        </section>
      )}
      <section className="section">
        <h3 className="section-title">{words.recipe}</h3>
        <dl className="facts">
          {[...recipe, ...file].map((fact) => (
            <div key={fact.word} className="contents">
              <dt>{fact.word}</dt>
              <dd className={fact.mono === true ? "num" : ""}>{fact.value}</dd>
            </div>
          ))}
        </dl>
        {asset.hasRecipe ? (
          <Button className="mt-4 w-full" onClick={onRecipe}>
            <RotateCw size={16} strokeWidth={1.75} aria-hidden />
            {words.useRecipe}
          </Button>
        ) : null}
      </section>
    </>
  );
}
