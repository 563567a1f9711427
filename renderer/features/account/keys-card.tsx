// API keys: what each may do and when it was used, a new one, the end of one.
import { KeyRound } from "lucide-react";
import { useState } from "react";
import type { Output } from "../../../shared/contract/studio/index.ts";
import { accountWords } from "../../app/strings/account.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { errorText } from "../../app/toasts.ts";
import { useCall } from "../../app/use-call.ts";
import { when } from "../../lib/format.ts";
import { useNow } from "../../lib/now.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Card, CardWait } from "./card.tsx";
import { dateName } from "./lot-facts.ts";
import { NewKey } from "./new-key.tsx";

const words = accountWords.keys;
type Key = Output<"account", "keys">["keys"][number];

/** "see jobs, send jobs; ends 1 Jan; used today 14:20". */
function aboutKey(key: Key, now: Date): string {
  const ended = key.expiresAt !== null && new Date(key.expiresAt) <= now;
  return [
    key.scopes.map((scope) => words.scopeShort[scope]).join(", "),
    ...(key.expiresAt === null ? [] : [(ended ? words.ended : words.ends)(dateName(key.expiresAt, now))]),
    key.lastUsedAt === null ? words.never : words.used(when(key.lastUsedAt, now)),
  ].join("; ");
}

/** The card. */
export function KeysCard({ stamp }: { stamp: string }) {
  const { link, notify } = useStudio();
  const now = useNow();
  const { value, error, put, again } = useCall("account", "keys", {}, stamp);
  const [making, setMaking] = useState(false);
  const [leaving, setLeaving] = useState<Key | null>(null);
  const remove = async (key: Key) => {
    setLeaving(null);
    const left = await link.call("account", "removeKey", { id: key.id });
    if (!left.ok) return notify({ title: strings.errors.notDone, text: errorText(left.error), tone: "fail" });
    put(left.value);
    notify({ title: words.removed(key.name), tone: "ok" });
  };
  return (
    <Card
      title={words.title}
      tools={
        <Button small onClick={() => setMaking(true)}>
          {words.create}
        </Button>
      }
    >
      <p className="mt-1 text-12 leading-[1.125rem] text-text-3">{words.text}</p>
      {value === null ? <CardWait error={error} /> : null}
      {value?.keys.length === 0 ? <p className="mt-1.5 text-12 text-text-2">{words.none}</p> : null}
      <ul className="mt-1">
        {value?.keys.map((key) => (
          <li key={key.id} className="row-line">
            <KeyRound size={16} strokeWidth={1.75} aria-hidden className="flex-none text-text-3" />
            <span className="min-w-0 flex-1">
              <span className="block [overflow-wrap:anywhere]">
                {key.name} <span className="num text-12 text-text-3">{key.prefix}…</span>
              </span>
              <span className="block text-12 text-text-3 tabular-nums">{aboutKey(key, now)}</span>
            </span>
            <Button small kind="ghost" className="flex-none" aria-label={words.removeLabel(key.name)} onClick={() => setLeaving(key)}>
              {words.remove}
            </Button>
          </li>
        ))}
      </ul>
      <Dialog
        open={leaving !== null}
        onClose={() => setLeaving(null)}
        title={words.removeTitle(leaving?.name ?? "")}
        text={words.removeText}
        actions={
          <>
            <Button kind="ghost" onClick={() => setLeaving(null)}>
              {strings.common.cancel}
            </Button>
            <Button kind="danger" onClick={() => leaving !== null && void remove(leaving)}>
              {words.remove}
            </Button>
          </>
        }
      />
      <NewKey
        open={making}
        onClose={() => {
          setMaking(false);
          void again();
        }}
      />
    </Card>
  );
}
