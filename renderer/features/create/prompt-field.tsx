// The prompt in the film's face, with better words on request. The same field in Create and in the workspace's composer.
import { Sparkles, WandSparkles } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { CreateDraft } from "../../../shared/contract/studio/draft.ts";
import { strings } from "../../app/strings.ts";
import { create as words } from "../../app/strings/create.ts";
import { useStudio } from "../../app/studio.tsx";
import { errorText } from "../../app/toasts.ts";
import { Button } from "../../ui/button.tsx";
import { TextArea } from "../../ui/field.tsx";

const lines: [number, number] = [2, 7];
const composerLines: [number, number] = [1, 5];

/** Asks for better words and puts them in, with the way back. */
function useImprove(draft: CreateDraft): { busy: boolean; improve: () => Promise<void> } {
  const { link, making, notify } = useStudio();
  const [busy, setBusy] = useState(false);
  return {
    busy,
    improve: async () => {
      const before = draft.prompt;
      setBusy(true);
      const answer = await link.call("create", "enhance", { prompt: before });
      setBusy(false);
      if (!answer.ok) return notify({ title: strings.errors.notDone, text: errorText(answer.error), tone: "fail" });
      const { prompt, changes } = answer.value;
      if (prompt === before) return notify({ title: words.improvedSame });
      // What was typed meanwhile is newer than the answer.
      if (making.store.getState().draft?.prompt !== before) return;
      making.change({ prompt });
      notify({
        title: words.improved,
        ...(changes.length === 0 ? {} : { text: changes.join(" ") }),
        tone: "ok",
        action: { label: strings.common.undo, run: () => making.change({ prompt: before }) },
      });
    },
  };
}

/** Brings the focus to the prompt of the screen. */
export function focusPrompt(): void {
  document.querySelector<HTMLElement>(`textarea[aria-label="${words.prompt}"]`)?.focus();
}

/** The field. `tools` stand beside Improve. */
export function PromptField({ draft, composer = false, tools }: { draft: CreateDraft; composer?: boolean; tools?: ReactNode }) {
  const { making } = useStudio();
  const { busy, improve } = useImprove(draft);
  const moves = draft.task === "clip" || draft.task === "extend";
  return (
    <div className="flex items-start gap-2">
      <Sparkles size={16} strokeWidth={1.75} aria-hidden className="mt-1.5 flex-none text-text-3" />
      <TextArea
        label={words.prompt}
        value={draft.prompt}
        placeholder={moves ? words.clipHint : words.promptHint}
        lines={composer ? composerLines : lines}
        lineHeight={24.8}
        className="!min-h-0 !border-transparent !bg-transparent !px-0 !py-0.5 font-film text-[1.0625rem] leading-[1.55rem] max-md:text-16 max-md:leading-6"
        onChange={(prompt) => making.change({ prompt })}
      />
      <span className="flex flex-none items-center gap-0.5">
        <Button kind="ghost" small disabled={busy || draft.prompt.trim() === ""} onClick={() => void improve()} className="max-md:!px-2">
          <WandSparkles size={16} strokeWidth={1.75} aria-hidden />
          <span className={composer ? "max-md:sr-only" : ""}>{words.improve}</span>
        </Button>
        {tools}
      </span>
    </div>
  );
}
