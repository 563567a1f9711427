// The drawing that follows the prompt: by the draft engine's own rule, in the page, free.
import { CircleDashed, Cpu } from "lucide-react";
import type { CreateDraft } from "../../../shared/contract/studio/draft.ts";
import { create as words } from "../../app/strings/create.ts";
import { usePromptDrawing } from "../../lib/draw/use-prompt.ts";

/** Seed of the drawing while the draft has none of its own. */
const liveSeed = 1;

/** The picture alone. */
export function LivePicture({ draft, large = false }: { draft: CreateDraft; large?: boolean }) {
  const url = usePromptDrawing(draft.prompt, draft.seed ?? liveSeed);
  return (
    <span className="picture aspect-video">
      {url === null ? (
        <span className="absolute inset-0 grid place-items-center p-4 text-center text-12 text-text-2">{words.liveEmpty}</span>
      ) : (
        <>
          <img src={url} alt={draft.prompt.slice(0, 300)} draggable={false} data-live-draft className="size-full object-cover" />
          {/* Large, the drawing's own mark can be read. */}
          {large ? null : (
            <span className="over top-1.5 left-1.5">
              <CircleDashed aria-hidden />
              {words.draftChip}
            </span>
          )}
        </>
      )}
    </span>
  );
}

/** The section of the panel. */
export function LiveDraft({ draft }: { draft: CreateDraft }) {
  return (
    <section className="px-4 pt-3 pb-3.5">
      <div className="mb-2 flex items-center gap-2">
        <h2 className="text-12 font-semibold text-text-2">{words.liveDraft}</h2>
        <span className="ml-auto flex items-center gap-1.5 text-12 text-text-3">
          <Cpu size={14} strokeWidth={1.75} aria-hidden className="tone-ok" />
          {words.thisComputer}
        </span>
      </div>
      <LivePicture draft={draft} />
      <p className="field-help">{words.liveHelp}</p>
    </section>
  );
}
