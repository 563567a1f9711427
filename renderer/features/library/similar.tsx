// Others of the same file, and pictures that look like it; looked for when it is asked for.
import { useState } from "react";
import type { Output } from "../../../shared/contract/studio/index.ts";
import type { AssetCard } from "../../../shared/contract/studio/library-views.ts";
import { strings } from "../../app/strings.ts";
import { libraryWords as words } from "../../app/strings/library.ts";
import type { StudioLink } from "../../lib/link.ts";
import { Button } from "../../ui/button.tsx";
import { Neighbours } from "./neighbours.tsx";

/** The section; `key` it by the asset. */
export function Similar({ link, assetId, onGo }: { link: StudioLink; assetId: string; onGo: (card: AssetCard) => void }) {
  const [found, setFound] = useState<Output<"library", "similar"> | string | null>(null);
  const look = async () => {
    const answer = await link.call("library", "similar", { assetId });
    setFound(answer.ok ? answer.value : answer.error.message);
  };
  const near = found === null || typeof found === "string" ? [] : [...found.duplicates, ...found.near.map((one) => one.asset)];
  return (
    <section className="section">
      <h3 className="section-title">{words.similar}</h3>
      {found === null ? (
        <Button small onClick={() => void look()}>
          {words.findSimilar}
        </Button>
      ) : typeof found === "string" ? (
        <p className="text-12 text-text-3">{found}</p>
      ) : near.length === 0 ? (
        <p className="text-12 text-text-3">{found.known ? words.nothingSimilar : strings.common.loading}</p>
      ) : (
        <Neighbours cards={near} onGo={onGo} />
      )}
    </section>
  );
}
