// The panel at the right: the live draft, then a clip, what it costs step by step, and the button.
import { ArrowRight, CloudOff } from "lucide-react";
import type { ReactNode } from "react";
import type { CreateDraft } from "../../../shared/contract/studio/draft.ts";
import { create as words } from "../../app/strings/create.ts";
import { useMaking, useStudio } from "../../app/studio.tsx";
import { bytes, wait } from "../../lib/format.ts";
import { useFoot } from "../../ui/foot.ts";
import { Segments } from "../../ui/segments.tsx";
import { Switch } from "../../ui/switch.tsx";
import { Thumb } from "../../ui/thumb.tsx";
import { chosenOf } from "./draft-facts.ts";
import { FileSlot } from "./file-slot.tsx";
import { LiveDraft } from "./live-draft.tsx";
import { MakeButton } from "./make-button.tsx";
import { Locked, Row } from "./parameter.tsx";
import { clipLengths } from "./settings-panel.tsx";

const chainLengths = ["80", "240", "480"] as const;

/** The clip that is made from the image that the creator chooses. */
function ThenClip({ draft }: { draft: CreateDraft }) {
  const { making } = useStudio();
  const abilities = useMaking((state) => state.abilities);
  const { chain } = draft;
  const clip = chosenOf(abilities, { task: "clip", engine: null, quality: draft.quality });
  const last = clip.parameter("lastFrame");
  const size = clip.parameter("size");
  const sizes = size.state === "size" ? size.sizes.slice(0, 3) : [];
  const sizeKey = (one: { width: number | null; height: number | null }) => `${one.width} × ${one.height}`;
  const change = (next: Partial<NonNullable<CreateDraft["chain"]>>) => chain !== null && making.change({ chain: { ...chain, ...next } });
  return (
    <section className="section">
      <div className="flex min-h-6 items-center gap-2">
        <h2 className="text-12 font-semibold text-text-2">{words.thenClip}</h2>
        <span className="ml-auto">
          <Switch
            label={words.thenClip}
            checked={chain !== null}
            disabled={chain === null && clip.off !== null}
            onChange={(on) => making.change({ chain: on ? { frames: 80, width: null, height: null, lastFrame: null, prompt: "" } : null })}
          />
        </span>
      </div>
      {clip.off === null ? null : <p className="mt-1 text-12 text-text-2">{clip.off}</p>}
      {chain === null ? null : (
        <div className="mt-2 grid gap-2">
          <div className="grid grid-cols-[1fr_16px_1fr] items-start gap-2">
            <span>
              <span className="picture aspect-video">
                {draft.image === null ? null : <Thumb hash={draft.image.hash} className="size-full" />}
                <span className="over bottom-1.5 left-1.5 max-w-[90%]">
                  <span className="truncate">{words.chosenImage}</span>
                </span>
              </span>
              <span className="mt-1 block text-11 text-text-3">{words.firstFrame}</span>
            </span>
            <ArrowRight size={16} strokeWidth={1.75} aria-hidden className="mt-7 text-text-3" />
            <span>
              {last.state === "off" ? null : (
                <FileSlot
                  label={words.lastFrame}
                  file={chain.lastFrame}
                  kinds={["image"]}
                  onChange={(lastFrame) => change({ lastFrame })}
                />
              )}
              <span className="mt-1 block text-11 text-text-3">{words.lastFrame}</span>
            </span>
          </div>
          {last.state === "off" ? <Locked entries={[{ name: words.lastFrame, value: null, reason: last.reason }]} /> : null}
          <Row label={words.length}>
            <Segments
              label={words.lengths}
              className="flex-1 [&>*]:flex-1 [&>*]:px-1.5"
              value={String(chain.frames)}
              onChange={(frames) => change({ frames: Number(frames) })}
              options={chainLengths.map((frames) => ({ value: frames as string, word: clipLengths[frames] }))}
            />
          </Row>
          {sizes.length > 1 ? (
            <Row label={words.size}>
              <Segments
                label={words.clipSize}
                className="num flex-1 [&>*]:flex-1 [&>*]:px-1"
                value={chain.width === null ? sizeKey(sizes[0] ?? { width: 0, height: 0 }) : sizeKey(chain)}
                onChange={(key) => change(sizes.find((one) => sizeKey(one) === key) ?? {})}
                options={sizes.map((one) => ({ value: sizeKey(one), word: sizeKey(one) }))}
              />
            </Row>
          ) : null}
        </div>
      )}
    </section>
  );
}

/** Each step with its wait and its credits. */
function Prices({ draft }: { draft: CreateDraft }) {
  const quote = useMaking((state) => state.quote);
  const waits = useMaking((state) => state.abilities?.waits ?? null);
  if (quote === null) return null;
  const refused = quote.refused.filter((one) => one.reason !== "");
  return (
    <>
      <table aria-label={words.price} className="w-full text-12">
        <thead>
          <tr className="text-text-3 [&>th]:pb-1 [&>th]:text-left [&>th]:font-medium">
            <th scope="col">{words.step}</th>
            <th scope="col" className="!text-right">
              {words.wait}
            </th>
            <th scope="col" className="w-[64px] !text-right">
              {words.credits}
            </th>
          </tr>
        </thead>
        <tbody>
          {quote.steps.map((step) => (
            <tr key={step.title} className="border-t border-line [&>td]:h-[30px]">
              <td>{step.title}</td>
              <td className="text-right text-text-2">{step.wait === null ? words.waitUnknown : wait(step.wait)}</td>
              <td className="num text-right">{step.credits === 0 ? words.free : step.credits}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {quote.files.count > 0 ? <p className="field-help">{words.filesFirst(quote.files.count, bytes(quote.files.bytes))}</p> : null}
      {refused.length > 0 && draft.prompt !== "" ? (
        <ul className="mt-2 grid gap-1">
          {refused.map((one) => (
            <li key={`${one.field} ${one.reason}`} className="field-error !mt-0">
              {one.reason}
            </li>
          ))}
        </ul>
      ) : null}
      {quote.blockedBy === null ? null : <p className="field-error">{quote.blockedBy}</p>}
      {waits === null ? null : (
        <p className="mt-2 flex items-start gap-1.5 text-12 text-text-2">
          <CloudOff size={14} strokeWidth={1.75} aria-hidden className="mt-px flex-none tone-turn" />
          {waits}
        </p>
      )}
    </>
  );
}

/** Prices and the button; `children` stand above. */
export function PricePart({ draft, onMake }: { draft: CreateDraft; onMake: () => void }) {
  const { ref } = useFoot();
  return (
    <section ref={ref} className="section mt-auto">
      <Prices draft={draft} />
      <div className="mt-3">
        <MakeButton draft={draft} full onPress={onMake} />
      </div>
      <p className="field-help">{draft.chain === null ? words.comesBack : words.asksAgain}</p>
    </section>
  );
}

/** The panel. `live` is false where the drawing stands large in the middle. */
export function DraftPanel({
  draft,
  live,
  onMake,
  children,
}: {
  draft: CreateDraft;
  live: boolean;
  onMake: () => void;
  children?: ReactNode;
}) {
  return (
    <aside aria-label={words.panel} className="flex w-[316px] flex-none flex-col overflow-y-auto border-l border-line bg-panel">
      {live ? <LiveDraft draft={draft} /> : null}
      {draft.task === "image" || draft.task === "edit" ? <ThenClip draft={draft} /> : null}
      {children}
      <PricePart draft={draft} onMake={onMake} />
    </aside>
  );
}
