// Collections and saved searches, asked again when they or the library change.
import { useEffect } from "react";
import type { Output } from "../../../shared/contract/studio/index.ts";
import { useStudio } from "../../app/studio.tsx";
import { useCall } from "../../app/use-call.ts";

export interface Lists {
  collections: Output<"library", "collections">["collections"];
  searches: Output<"library", "searches">["searches"];
}

/** The lists. */
export function useLists(): Lists {
  const { link } = useStudio();
  const collections = useCall("library", "collections", {}, "");
  const searches = useCall("library", "searches", {}, "");
  const [readCollections, readSearches] = [collections.again, searches.again];
  useEffect(() => {
    const both = () => {
      void readCollections();
      void readSearches();
    };
    const stops = [
      link.on("library.lists", both),
      link.on("library.changed", () => void readCollections()),
      link.on("core.restarted", both),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [link, readCollections, readSearches]);
  return { collections: collections.value?.collections ?? [], searches: searches.value?.searches ?? [] };
}

/** Details of one asset, as they are now; null while they come. */
export function useAsset(id: string | null): Output<"library", "asset"> | null {
  const { link } = useStudio();
  const nobody = "00000000-0000-4000-8000-000000000000";
  const { value, again } = useCall("library", "asset", { assetId: id ?? nobody }, "");
  useEffect(() => link.on("library.changed", () => id !== null && void again()), [link, again, id]);
  return id !== null && value?.id === id ? value : null;
}
