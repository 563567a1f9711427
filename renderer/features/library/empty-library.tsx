// What stands where there is nothing to see: a library without assets, an empty trash, a search that finds nothing.
import { FolderUp, Sparkles, Upload } from "lucide-react";
import type { LibraryQuery } from "../../../shared/contract/studio/library-views.ts";
import { go } from "../../app/router.ts";
import { libraryWords as words } from "../../app/strings/library.ts";
import { Button } from "../../ui/button.tsx";
import type { QueryChip } from "./query-chips.ts";
import { changeQuery, isTrash, setView } from "./view-state.ts";

interface EmptyProps {
  query: LibraryQuery;
  chips: readonly QueryChip[];
  filmId: string | null;
  onFiles: () => void;
  onFolder: () => void;
}

/** The page without assets. */
export function EmptyLibrary({ query, chips, filmId, onFiles, onFolder }: EmptyProps) {
  const trash = isTrash(query) && query.text === undefined && chips.length <= 1;
  const bare = Object.keys(query).length === 0;
  return (
    <div className="grid flex-1 place-items-center overflow-y-auto p-6">
      <div className="max-w-[520px]">
        <h2 className="font-film text-34 tracking-[-0.015em] max-md:text-26">
          {trash ? words.trashEmpty : bare ? words.emptyTitle : words.nothingTitle}
        </h2>
        <p className="mt-2 text-14 text-text-2">{trash ? words.trashEmptyText : bare ? words.emptyText : words.nothingText}</p>
        <div className="mt-5 flex flex-wrap gap-2">
          {trash ? (
            <Button kind="primary" onClick={() => setView({ query: {} })}>
              {words.toLibrary}
            </Button>
          ) : bare ? (
            <>
              <Button kind="primary" onClick={onFiles}>
                <Upload size={16} strokeWidth={1.75} aria-hidden />
                {words.importFiles}
              </Button>
              <Button onClick={onFolder}>
                <FolderUp size={16} strokeWidth={1.75} aria-hidden />
                {words.importFolder}
              </Button>
              <Button onClick={() => go({ name: "create", filmId })}>
                <Sparkles size={16} strokeWidth={1.75} aria-hidden />
                {words.makeOne}
              </Button>
            </>
          ) : (
            <>
              {query.text === undefined ? null : <Button onClick={() => changeQuery({ text: undefined })}>{words.nothingWords}</Button>}
              {chips.map((chip) => (
                <Button key={chip.id} onClick={() => changeQuery(chip.without)}>
                  {words.nothingWithout(chip.label, chip.value)}
                </Button>
              ))}
              <Button kind="primary" onClick={() => setView({ query: {} })}>
                {words.clearFilters}
              </Button>
            </>
          )}
        </div>
      </div>
    </div>
  );
}
