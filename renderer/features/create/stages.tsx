// The middle of Create: what is made of an image, an edit or a clip, large, in the well.
import { ArrowRight, Columns2, ImageIcon, ImagePlus, Paintbrush, Pencil } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { CreateDraft } from "../../../shared/contract/studio/draft.ts";
import { create as words } from "../../app/strings/create.ts";
import { useMaking, useStudio } from "../../app/studio.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Segments } from "../../ui/segments.tsx";
import { Slider } from "../../ui/slider.tsx";
import { chosenOf } from "./draft-facts.ts";
import { FileSlot } from "./file-slot.tsx";
import { fileOf, useDrop } from "./files.ts";
import { LivePicture } from "./live-draft.tsx";
import type { MadeItem } from "./made-strip.tsx";
import { MaskPainter } from "./mask/mask-painter.tsx";
import { MaskTools } from "./mask/mask-tools.tsx";
import { brushes, edges, type Mask } from "./mask/mask.ts";
import { Locked } from "./parameter.tsx";
import { PickDialog } from "./pick-dialog.tsx";

/** A result, large: a picture, or a clip that plays. */
function Result({ item }: { item: MadeItem }) {
  const { link } = useStudio();
  if (item.kind === "clip")
    return (
      <video
        controls
        muted
        playsInline
        aria-label={item.name}
        src={link.mediaUrl(item.proxy ?? item.hash)}
        {...(item.poster === null ? {} : { poster: link.mediaUrl(item.poster) })}
        className="mx-auto block max-h-full w-full rounded-2 bg-well object-contain"
      />
    );
  return <img src={link.mediaUrl(item.hash)} alt={item.name} className="mx-auto block max-h-full max-w-full rounded-2 object-contain" />;
}

const well = "relative grid min-h-0 min-w-0 flex-1 grid-rows-[minmax(0,1fr)] place-items-center bg-well p-4 max-md:p-3";

/** The image that was made last or is chosen; before the first one, the drawing that follows the words. */
export function ImageStage({ draft, item }: { draft: CreateDraft; item: MadeItem | null }) {
  return (
    <div className={`${well} max-md:flex-none`}>
      {item === null ? (
        <div className="grid w-full max-w-[860px] gap-4">
          {draft.prompt.trim() === "" ? (
            <div className="px-4 py-6">
              <h2 className="font-film text-34 tracking-[-0.015em] max-md:text-26">{words.imageTeach}</h2>
              <p className="mt-2 max-w-[60ch] text-14 text-text-2">{words.imageTeachText}</p>
            </div>
          ) : (
            <>
              <LivePicture draft={draft} large />
              <p className="field-help !mt-0">{words.liveHelp}</p>
            </>
          )}
        </div>
      ) : (
        <Result item={item} />
      )}
    </div>
  );
}

/** Asks for the file that an edit, an enlargement or an extension begins with. */
function AskForFile({
  title,
  text,
  kinds,
  onPick,
}: {
  title: string;
  text: string;
  kinds: ("image" | "clip")[];
  onPick: (file: NonNullable<CreateDraft["image"]>, kind: string) => void;
}) {
  const [picking, setPicking] = useState(false);
  const drop = useDrop((cards) => {
    const fits = cards.find((card) => kinds.some((kind) => kind === card.kind));
    if (fits !== undefined) onPick(fileOf(fits), fits.kind);
  });
  return (
    <div className={well}>
      <div
        {...drop.handlers}
        className={`grid w-full max-w-[640px] justify-items-start gap-2 rounded-3 border border-dashed border-control p-8 max-md:p-5 ${drop.over ? "bg-accent-soft" : ""}`}
      >
        <h2 className="font-film text-34 tracking-[-0.015em] max-md:text-26">{title}</h2>
        <p className="text-14 text-text-2">{text}</p>
        <Button className="mt-3" onClick={() => setPicking(true)}>
          <ImagePlus size={16} strokeWidth={1.75} aria-hidden />
          {kinds.includes("image") ? words.pick : words.pickClip}
        </Button>
      </div>
      <PickDialog open={picking} onClose={() => setPicking(false)} kinds={kinds} onPick={(card) => onPick(fileOf(card), card.kind)} />
    </div>
  );
}

export type EditView = "mask" | "compare" | "source";

/** Brush, soft edge and how much will change. */
function MaskBar({ mask }: { mask: Mask }) {
  const { brush, edge, share, kept } = useStore(mask.store);
  return (
    <>
      <span className="flex items-center gap-2 text-12">
        <span className="text-text-2" aria-hidden>
          {words.mask.brush}
        </span>
        <Slider
          label={words.mask.brushSize}
          className="w-[76px] flex-none"
          value={brush}
          min={brushes.least}
          max={brushes.most}
          step={1}
          text={words.mask.pixels}
          onChange={(value) => mask.choose({ brush: value })}
        />
        <span className="num w-7 text-12">{brush}</span>
      </span>
      <span className="flex items-center gap-2 text-12">
        <span className="text-text-2" aria-hidden>
          {words.mask.edge}
        </span>
        <Slider
          label={words.mask.edge}
          className="w-[64px] flex-none"
          value={edge}
          min={edges.least}
          max={edges.most}
          step={1}
          text={words.mask.pixels}
          onChange={(value) => mask.choose({ edge: value })}
        />
        <span className="num w-7 text-12">{edge}</span>
      </span>
      <span role="status" data-mask-share data-kept={kept} className="ml-auto text-12 whitespace-nowrap text-text-2">
        {share === 0 ? words.mask.whole : words.mask.willChange(share)}
      </span>
    </>
  );
}

interface EditStageProps {
  draft: CreateDraft;
  mask: Mask | null;
  item: MadeItem | null;
  view: EditView;
  onView: (view: EditView) => void;
}

/** The picture that changes, with its mask, beside its result, or plain. */
export function EditStage({ draft, mask, item, view, onView }: EditStageProps) {
  const { link, making } = useStudio();
  const abilities = useMaking((state) => state.abilities);
  const [picking, setPicking] = useState(false);
  const { image } = draft;
  const drop = useDrop(([card]) => card?.kind === "image" && making.change({ image: fileOf(card), mask: null }));
  if (image === null)
    return (
      <AskForFile
        title={words.whichPicture}
        text={words.whichPictureText}
        kinds={["image"]}
        onPick={(file) => making.change({ image: file, mask: null })}
      />
    );
  const ability = chosenOf(abilities, draft).parameter("mask");
  const paints = view === "mask" && mask !== null;
  const icon = { size: 14, strokeWidth: 1.75, "aria-hidden": true } as const;
  const word = (Icon: typeof Columns2, text: string) => (
    <>
      <Icon {...icon} />
      {text}
    </>
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col max-md:flex-none" {...drop.handlers}>
      <div className="flex min-h-[44px] flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1.5 [--slider-under:var(--ov-canvas)]">
        <Segments
          label={words.view}
          value={view}
          onChange={onView}
          options={[
            { value: "mask", word: word(Paintbrush, words.views.mask) },
            { value: "compare", word: word(Columns2, words.views.compare) },
            { value: "source", word: word(ImageIcon, words.views.source) },
          ]}
        />
        {paints ? <MaskBar mask={mask} /> : null}
        <IconButton label={words.changePicture} className={paints ? "" : "ml-auto"} onClick={() => setPicking(true)}>
          <ImagePlus size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
      {view === "mask" && ability.state === "off" ? (
        <div className="border-b border-line px-4 py-2">
          <Locked entries={[{ name: words.views.mask, value: null, reason: ability.reason }]} />
        </div>
      ) : null}
      {view === "compare" ? (
        <div className={`${well} grid-cols-2 gap-3 max-md:grid-cols-1`}>
          {item === null ? (
            <p className="col-span-full text-text-2">{words.nothingToCompare}</p>
          ) : (
            [
              { name: words.before, hash: image.hash },
              { name: words.after, hash: item.hash },
            ].map((one) => (
              <figure key={one.name} className="min-w-0">
                <img src={link.mediaUrl(one.hash)} alt={one.name} className="max-h-full w-full rounded-2 object-contain" />
                <figcaption className="mt-1.5 text-12 text-text-2">{one.name}</figcaption>
              </figure>
            ))
          )}
        </div>
      ) : (
        <div className="flex min-h-0 flex-1 items-start gap-2 overflow-auto bg-well p-4 max-md:flex-col max-md:p-3">
          {paints ? <MaskTools mask={mask} /> : null}
          <div
            className="relative mx-auto w-full min-w-0"
            style={mask === null ? {} : { maxWidth: `calc((100dvh - 420px) * ${mask.width / mask.height})`, minWidth: "min(100%, 260px)" }}
          >
            {paints ? (
              <>
                <MaskPainter mask={mask} url={link.mediaUrl(image.hash)} alt={words.theSource} />
                <Under mask={mask} />
              </>
            ) : (
              <img src={link.mediaUrl(image.hash)} alt={words.theSource} className="w-full rounded-2" />
            )}
          </div>
        </div>
      )}
      <PickDialog
        open={picking}
        onClose={() => setPicking(false)}
        kinds={["image"]}
        onPick={(card) => making.change({ image: fileOf(card), mask: null })}
      />
    </div>
  );
}

/** What the mask means for the press. */
function Under({ mask }: { mask: Mask }) {
  const share = useStore(mask.store, (state) => state.share);
  return (
    <span className="over pointer-events-none bottom-1.5 left-1.5">
      <Pencil aria-hidden />
      {share === 0 ? words.allChanges : words.onlyInside}
    </span>
  );
}

/** First and last frame of a clip, or the clip that was made. */
export function ClipStage({ draft, item }: { draft: CreateDraft; item: MadeItem | null }) {
  const { making } = useStudio();
  const abilities = useMaking((state) => state.abilities);
  const chosen = chosenOf(abilities, draft);
  const slots = (["firstFrame", "lastFrame"] as const).map((name) => ({ name, label: words[name], ability: chosen.parameter(name) }));
  const [first, last] = slots;
  const slot = ({ name, label, ability }: (typeof slots)[number]) => (
    <div key={name} className="min-w-0">
      {ability.state === "off" ? (
        <Locked entries={[{ name: label, value: null, reason: ability.reason }]} />
      ) : (
        <FileSlot label={label} file={draft[name]} kinds={["image"]} onChange={(file) => making.change({ [name]: file })} />
      )}
      {ability.state === "off" ? null : <p className="mt-1.5 text-12 text-text-2">{label}</p>}
    </div>
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col max-md:flex-none">
      <div className={`${well} max-md:flex-none`}>
        {item === null ? (
          <div className="w-full max-w-[860px]">
            <LivePicture draft={draft} large />
          </div>
        ) : (
          <Result item={item} />
        )}
      </div>
      <div className="grid grid-cols-[1fr_16px_1fr] items-start gap-3 border-t border-line px-4 py-3">
        {first === undefined ? null : slot(first)}
        <ArrowRight size={16} strokeWidth={1.75} aria-hidden className="mt-10 text-text-3" />
        {last === undefined ? null : slot(last)}
      </div>
    </div>
  );
}

/** The file that is enlarged or goes on, beside what came of it. */
export function FileStage({ draft, item }: { draft: CreateDraft; item: MadeItem | null }) {
  const { link, making } = useStudio();
  const isExtend = draft.task === "extend";
  const file = isExtend ? draft.clip : (draft.clip ?? draft.image);
  if (file === null)
    return (
      <AskForFile
        title={isExtend ? words.whichClip : words.whatToEnlarge}
        text={isExtend ? words.whichClipText : words.whichPictureText}
        kinds={isExtend ? ["clip"] : ["image", "clip"]}
        onPick={(picked, kind) =>
          making.change(kind === "clip" ? { clip: picked, ...(isExtend ? {} : { image: null }) } : { image: picked, clip: null })
        }
      />
    );
  const isClip = isExtend || draft.clip !== null;
  return (
    <div className={`${well} max-md:flex-none`}>
      {item !== null ? (
        <Result item={item} />
      ) : isClip ? (
        <video
          controls
          muted
          playsInline
          aria-label={words.clipFile}
          src={link.mediaUrl(file.hash)}
          className="max-h-full w-full rounded-2 object-contain"
        />
      ) : (
        <img src={link.mediaUrl(file.hash)} alt={words.theSource} className="max-h-full max-w-full rounded-2 object-contain" />
      )}
      <Button small className="!absolute top-3 right-3" onClick={() => making.change(isClip ? { clip: null } : { image: null })}>
        {words.changePicture}
      </Button>
    </div>
  );
}
