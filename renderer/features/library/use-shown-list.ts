// The list that a query finds, shown once it has come: until then the one before stays, so that nothing blinks as one types.
import { useEffect, useMemo, useState } from "react";
import type { LibraryQuery, LibrarySort } from "../../../shared/contract/studio/library-views.ts";
import { useStudio } from "../../app/studio.tsx";
import { createAssetList, type AssetList } from "../../ui/asset-source.ts";

/** The list of `query`. */
export function useShownList(query: LibraryQuery, sort: LibrarySort): AssetList {
  const { link } = useStudio();
  const key = JSON.stringify([query, sort]);
  const asked = useMemo(() => {
    const [found, order] = JSON.parse(key) as [LibraryQuery, LibrarySort];
    return createAssetList(link, found, order);
  }, [link, key]);
  const [shown, setShown] = useState(asked);
  useEffect(() => {
    const close = asked.open();
    const there = () => {
      const { total, error } = asked.state();
      if (error !== null || total === 0 || (total !== null && asked.at(0) !== undefined)) setShown(asked);
    };
    const stop = asked.subscribe(there);
    return () => {
      stop();
      close();
    };
  }, [asked]);
  return shown;
}
