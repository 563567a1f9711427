// The consent records of a character, and exactly what taking one back would mark, before it is done.
import { CalendarPlus, Download, FileText, FileX2 } from "lucide-react";
import { useState } from "react";
import type { CharacterView, ConsentView } from "../../../shared/contract/studio/character-views.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { useCall } from "../../app/use-call.ts";
import { when } from "../../lib/format.ts";
import { useNow } from "../../lib/now.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Still } from "../../ui/picture.tsx";
import { EffectNumbers, EffectTable } from "./effect.tsx";
import { ConsentChip } from "./consent-mark.tsx";
import { StatementDialog } from "./statement-dialog.tsx";
import { useAct } from "./use-character.ts";

function Record({ view, record, filmId }: { view: CharacterView; record: ConsentView; filmId: string | null }) {
  const { link } = useStudio();
  const [extending, setExtending] = useState(false);
  const now = useNow();
  const pictures = view.pictures.filter((one) => record.referenceIds.includes(one.id));
  const day = (iso: string) => when(iso, now);
  const { evidence } = record;
  return (
    <aside className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3.5">
      <section className="card p-3.5">
        <div className="flex items-start gap-3.5">
          <Still hash={pictures[0]?.hash ?? null} className="aspect-[4/5] w-28 flex-none" />
          <div className="min-w-0 flex-1">
            <h2 className="text-16 font-semibold">{words.recordTitle}</h2>
            <p className="mt-0.5 text-12 text-text-2">{words.covers(record.referenceIds.length)}</p>
            <div className="mt-2">
              <ConsentChip stand={record.stand} short />
            </div>
            <div className="mt-3 flex flex-wrap gap-1">
              {pictures.slice(1, 6).map((one) => (
                <Still key={one.id} hash={one.hash} className="h-[35px] w-7 !rounded-1" />
              ))}
            </div>
          </div>
        </div>
        <dl className="facts mt-3.5">
          <dt>{words.subject}</dt>
          <dd>{words.subjects[record.subject]}</dd>
          <dt>{words.origin}</dt>
          <dd>{words.origins[record.origin]}</dd>
          <dt>{words.coversFact}</dt>
          <dd>{record.covers}</dd>
          <dt>{words.notCovers}</dt>
          <dd>{record.doesNotCover}</dd>
          <dt>{words.given}</dt>
          <dd>{day(record.givenAt)}</dd>
          <dt>{words.ends}</dt>
          <dd>
            {record.revokedAt !== null
              ? words.revokedAt(day(record.revokedAt))
              : record.expiresAt === null
                ? words.endsNever
                : day(record.expiresAt)}
          </dd>
          <dt>{words.evidenceFact}</dt>
          <dd>{evidence?.name ?? words.noEvidence}</dd>
          {evidence === null ? null : (
            <>
              <dt>{words.itsHash}</dt>
              <dd className="num" title={evidence.hash}>
                {evidence.hash.slice(0, 4)}…{evidence.hash.slice(-4)}
              </dd>
            </>
          )}
        </dl>
        {record.note === "" ? null : <p className="mt-3 text-12 text-text-2">{record.note}</p>}
        <div className="mt-3.5 flex flex-wrap gap-2">
          {evidence === null ? null : (
            <a className="btn btn-small" href={link.mediaUrl(evidence.hash)} download={evidence.name}>
              <FileText size={14} strokeWidth={1.75} aria-hidden />
              {words.showSheet}
            </a>
          )}
          {pictures.length === 0 ? null : (
            <Button small kind="ghost" onClick={() => setExtending(true)}>
              <CalendarPlus size={14} strokeWidth={1.75} aria-hidden />
              {words.newConsent}
            </Button>
          )}
        </div>
      </section>
      <section>
        <h3 className="mb-2 text-12 font-semibold text-text-2">{words.history}</h3>
        <ol className="grid gap-2 text-12">
          {record.history.map((step, index) => (
            <li key={index} className="grid grid-cols-[108px_minmax(0,1fr)] gap-2">
              <span className="num text-text-3">{day(step.at)}</span>
              <span>{step.words}</span>
            </li>
          ))}
        </ol>
      </section>
      <p className="text-12 text-text-3">{words.mayTakeBack}</p>
      <StatementDialog
        open={extending}
        onClose={() => setExtending(false)}
        characterId={view.id}
        referenceIds={pictures.map((one) => one.id)}
        filmId={filmId}
      />
    </aside>
  );
}

function Effect({ record, stamp }: { record: ConsentView; stamp: string }) {
  const { notify } = useStudio();
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const { value, error, again } = useCall("characters", "consentEffect", { consentId: record.id }, stamp);
  if (value === null) return <p className="text-text-3">{error?.message ?? strings.common.loading}</p>;
  const revoke = async () => {
    setAsking(false);
    const done = await act("revoke", { consentId: record.id, basis: value.basis });
    // Another effect than the one shown is refused: the new one is looked at first.
    if (done === null) return void again();
    notify({ title: words.revoked, text: words.revokeCount(done.effect.shots), tone: "ok" });
  };
  const save = async () => {
    const file = await act("saveEffect", { consentId: record.id });
    if (file !== null) notify({ title: words.saved(file.name), text: file.file, tone: "ok" });
  };
  return (
    <section className="card min-w-0" aria-labelledby="effect">
      <div className="flex flex-wrap items-start gap-2 px-[18px] pt-3.5">
        <div className="min-w-0 flex-1">
          <h2 id="effect" className="font-film text-20">
            {words.effect}
          </h2>
          <p className="text-12 text-text-2">{words.effectText}</p>
        </div>
        <Button small kind="ghost" onClick={() => void save()}>
          <Download size={14} strokeWidth={1.75} aria-hidden />
          {words.saveList}
        </Button>
      </div>
      <EffectNumbers effect={value} />
      {value.shots === 0 ? <p className="px-[18px] pb-3 text-text-3">{words.nothingMarked}</p> : <EffectTable effect={value} />}
      <div className="flex flex-wrap items-center gap-3 border-t border-line-strong px-[18px] py-3">
        <p className="min-w-0 flex-1 basis-[280px] text-12 text-text-2">{words.notUndone}</p>
        <Button kind="danger" price={words.revokeCount(value.shots)} onClick={() => setAsking(true)}>
          <FileX2 size={16} strokeWidth={1.75} aria-hidden />
          {words.revoke}
        </Button>
      </div>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={words.revoke}
        text={words.notUndone}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{strings.common.cancel}</Button>
            <Button kind="danger" price={words.revokeCount(value.shots)} onClick={() => void revoke()}>
              {words.revoke}
            </Button>
          </>
        }
      />
    </section>
  );
}

/** The part. */
export function ConsentPart({ view, stamp, filmId }: { view: CharacterView; stamp: string; filmId: string | null }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const record = view.consents.find((one) => one.id === chosen) ?? view.consents[0];
  const unstated = view.pictures.filter((one) => one.consent.state === "unstated" || one.consent.state === "needed");
  return (
    <>
      {unstated.length === 0 ? null : (
        <p className="mx-5 mt-3.5 flex flex-wrap items-center gap-3 rounded-2 bg-turn-soft px-3 py-2 max-md:mx-4">
          <span className="min-w-0 flex-1">{unstated[0]?.consent.words}</span>
          <Button small onClick={() => setAsking(true)}>
            {words.sayConsent}
          </Button>
        </p>
      )}
      {view.consents.length > 1 ? (
        <div className="flex flex-wrap gap-2 px-5 pt-3.5 max-md:px-4" role="group" aria-label={words.tabs.consent}>
          {view.consents.map((one) => (
            <Button
              key={one.id}
              small
              aria-pressed={one.id === record?.id}
              kind={one.id === record?.id ? "plain" : "ghost"}
              onClick={() => setChosen(one.id)}
            >
              {words.references(one.referenceIds.length)}, {one.stand.label}
            </Button>
          ))}
        </div>
      ) : null}
      {record === undefined ? (
        <div className="max-w-[560px] px-5 py-6 max-md:px-4">
          <h2 className="font-film text-26">{words.noConsents}</h2>
          <p className="mt-1 text-14 text-text-2">{words.noConsentsText}</p>
        </div>
      ) : (
        <div className="consent-grid">
          <Record view={view} record={record} filmId={filmId} />
          {record.revokedAt === null ? <Effect key={record.id} record={record} stamp={stamp} /> : null}
        </div>
      )}
      <StatementDialog
        open={asking}
        onClose={() => setAsking(false)}
        characterId={view.id}
        referenceIds={unstated.map((one) => one.id)}
        filmId={filmId}
      />
    </>
  );
}
