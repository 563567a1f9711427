// The button that sends a draft: what is made, what it costs and how long it takes, before the press; or why not.
import type { CreateDraft } from "../../../shared/contract/studio/draft.ts";
import { strings } from "../../app/strings.ts";
import { create as words } from "../../app/strings/create.ts";
import { useMaking, useStudio } from "../../app/studio.tsx";
import { go } from "../../app/router.ts";
import { wait } from "../../lib/format.ts";
import { Button } from "../../ui/button.tsx";
import { lackOf, makeText } from "./draft-facts.ts";

/** Why a draft cannot be sent now; null where it can. */
export function useOffReason(draft: CreateDraft): string | null {
  const quote = useMaking((state) => state.quote);
  const error = useMaking((state) => state.quoteError);
  const lack = lackOf(draft);
  if (lack !== null) return lack;
  if (error !== null) return error.fields?.[0]?.message ?? error.message;
  if (quote === null) return words.askingFarm;
  return quote.refused[0]?.reason ?? quote.blockedBy;
}

/** Sends the draft and says so; `here` is true on the screen where results arrive. */
export function useSend(draft: CreateDraft | null, filmId: string | null, here: boolean): () => Promise<string | null> {
  const { making, notify } = useStudio();
  return async () => {
    if (draft === null) return null;
    const groupId = await making.send();
    if (groupId === null) return null;
    const waits = making.store.getState().abilities?.waits ?? null;
    // Where results arrive, the group itself says it.
    if (here && waits === null) return groupId;
    notify({
      title: words.sent(makeText(draft)),
      ...(waits === null ? {} : { text: waits }),
      tone: waits === null ? "ok" : "turn",
      ...(here ? {} : { action: { label: words.seeWorkspace, run: () => go({ name: "workspace", filmId }) } }),
    });
    return groupId;
  };
}

/** The button. `full`: as wide as its place, with the wait on it. */
export function MakeButton({ draft, onPress, full = false }: { draft: CreateDraft; onPress: () => void; full?: boolean }) {
  const quote = useMaking((state) => state.quote);
  const sending = useMaking((state) => state.sending);
  const unpriced = useMaking((state) => state.quoteError !== null);
  const off = useOffReason(draft);
  const price = quote === null ? (unpriced ? undefined : words.asking) : strings.common.creditsFree(quote.credits);
  return (
    <Button
      kind="primary"
      data-make
      className={full ? "!h-10 w-full !justify-between [&>span:first-child]:flex-1" : ""}
      disabled={sending}
      offReason={off}
      onClick={onPress}
      price={
        full && quote?.wait ? (
          <>
            {price}
            <span className="sr-only">, </span>
            <span className="btn-price !ml-2">{wait(quote.wait)}</span>
          </>
        ) : (
          price
        )
      }
    >
      <span>{makeText(draft)}</span>
    </Button>
  );
}
