// The settings of a draft: every parameter of engines, each as the chosen engine honours it.
import { Dices, Lock, LockOpen, Zap } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import type { CreateDraft } from "../../../shared/contract/studio/draft.ts";
import { qualities } from "../../../shared/domain/job.ts";
import { strings } from "../../app/strings.ts";
import { create as words } from "../../app/strings/create.ts";
import { useMaking, useStudio } from "../../app/studio.tsx";
import { bytes, grouped, wait } from "../../lib/format.ts";
import { otherSeed } from "../../lib/seed.ts";
import { Button, IconButton, LinkButton } from "../../ui/button.tsx";
import { TextArea } from "../../ui/field.tsx";
import { Segments } from "../../ui/segments.tsx";
import { Select } from "../../ui/select.tsx";
import { Slider } from "../../ui/slider.tsx";
import { Switch } from "../../ui/switch.tsx";
import { chosenOf, enginesFor, sizeOf, type Chosen } from "./draft-facts.ts";
import { GoesToRow } from "./goes-to.tsx";
import { Locked, NumberRow, Row, type LockedEntry } from "./parameter.tsx";

const own = "own";

function Section({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className="border-b border-line px-4 py-[11px]">
      {title === undefined ? null : <h2 className="field-label">{title}</h2>}
      <div className="grid gap-1">{children}</div>
    </section>
  );
}

function EngineSection({ draft, chosen }: { draft: CreateDraft; chosen: Chosen }) {
  const { making } = useStudio();
  const abilities = useMaking((state) => state.abilities);
  const engines = enginesFor(abilities, draft.task);
  const named = Object.fromEntries([[own, words.farmsChoice], ...engines.map((engine) => [engine.id, engine.name])]) as Record<
    string,
    string
  >;
  if (draft.engine !== null) named[draft.engine] ??= strings.queue.engines[draft.engine] ?? draft.engine;
  const model = chosen.parameter("model");
  const models = model.state === "choice" ? model.options : [];
  const modelName = (id: string) => chosen.engine?.models.find((one) => one.id === id)?.name ?? id;
  const shown = chosen.engine?.models.find((one) => one.id === (draft.model ?? (model.state === "choice" ? model.default : null)));
  return (
    <Section title={words.engineAndModel}>
      <div className="flex gap-2">
        <Select
          small={false}
          label={words.engine}
          className={model.state === "choice" ? "!w-[136px] flex-none" : ""}
          value={draft.engine ?? own}
          options={named}
          onChange={(engine) => making.change({ engine: engine === own ? null : engine, model: null })}
        />
        {model.state === "choice" ? (
          <Select
            small={false}
            label={words.model}
            value={draft.model ?? own}
            options={{
              [own]: model.default === null ? words.ownSize : modelName(model.default),
              ...Object.fromEntries(models.map((id) => [id, modelName(id)])),
            }}
            onChange={(id) => making.change({ model: id === own ? null : id })}
          />
        ) : null}
      </div>
      {chosen.off === null ? null : <p className="mt-1 text-12 text-text-2">{chosen.off}</p>}
      {chosen.off === null && chosen.engine !== null ? (
        <p className="mt-0.5 flex items-center gap-1.5 text-12 text-text-3">
          <Zap size={14} strokeWidth={1.75} aria-hidden className="flex-none tone-ok" />
          <span className="min-w-0">
            {draft.engine === null ? `${chosen.engine.name}. ` : ""}
            {chosen.engine.wait === null || chosen.engine.wait.p80 < 1 ? words.startsAtOnce : words.startsIn(wait(chosen.engine.wait))}
            {shown !== undefined && shown.bytes > 0 ? `, ${bytes(shown.bytes)}` : ""}
          </span>
        </p>
      ) : null}
      {model.state === "off" && chosen.off === null ? (
        <Locked entries={[{ name: words.model, value: draft.model, reason: model.reason }]} />
      ) : null}
    </Section>
  );
}

function QualitySection({ draft, chosen }: { draft: CreateDraft; chosen: Chosen }) {
  const { making } = useStudio();
  const abilities = useMaking((state) => state.abilities);
  const choice = abilities?.tasks.find((one) => one.task === draft.task)?.engines;
  const named = draft.engine === null ? null : chosen.engine;
  const served = (quality: (typeof qualities)[number]) =>
    abilities === null ||
    abilities.engines.length === 0 ||
    (named === null ? (choice?.[quality] ?? null) !== null : named.qualities.includes(quality));
  const missing = qualities.filter((quality) => !served(quality));
  const reason =
    named === null
      ? (quality: (typeof qualities)[number]) => words.noEngineShort(quality)
      : (quality: (typeof qualities)[number]) => words.notItsQualityShort(named.name, quality);
  const count = chosen.parameter("count");
  const takesCount = draft.task === "image" || draft.task === "edit";
  return (
    <Section>
      <Row label={words.quality}>
        <Segments
          label={words.quality}
          className="flex-1 [&>*]:flex-1 [&>*]:px-1.5"
          value={draft.quality}
          onChange={(quality) => making.change({ quality })}
          options={qualities.map((quality) => ({
            value: quality,
            word: words.qualities[quality],
            off: !served(quality) && quality !== draft.quality,
          }))}
        />
      </Row>
      {missing.length > 0 && missing.length < 3 ? <p className="text-12 text-text-2 pl-[76px]">{missing.map(reason).join(" ")}</p> : null}
      {takesCount && count.state !== "off" ? (
        <Row label={words.images}>
          <Segments
            label={words.imagesAtOnce}
            className="flex-1 [&>*]:flex-1 [&>*]:px-1.5"
            value={String(draft.count)}
            onChange={(number) => making.change({ count: number === "6" ? 6 : number === "3" ? 3 : 1 })}
            options={["1", "3", "6"].map((number) => ({
              value: number,
              word: number,
              off: count.state === "choice" && !count.options.includes(number),
            }))}
          />
        </Row>
      ) : null}
      {takesCount && count.state === "off" && chosen.off === null ? (
        <Locked entries={[{ name: words.images, value: String(draft.count), reason: count.reason }]} />
      ) : null}
    </Section>
  );
}

function SizeSection({ draft, chosen }: { draft: CreateDraft; chosen: Chosen }) {
  const { making } = useStudio();
  const ability = chosen.parameter("size");
  const size = sizeOf(draft, ability);
  const text = size === null ? null : `${size.width} × ${size.height}`;
  if (draft.task === "edit")
    return (
      <Section>
        <Locked
          entries={[{ name: words.size, value: text, reason: words.editKeepsSize }]}
          wayOut={
            <>
              <LinkButton className="!min-h-0" onClick={() => making.change({ task: "upscale" })}>
                {words.enlargeAfter}
              </LinkButton>
              {words.orUseImage}
            </>
          }
        />
      </Section>
    );
  if (draft.task === "upscale" || (ability.state === "off" && chosen.off !== null)) return null;
  if (ability.state !== "size")
    return (
      <Section>
        <Locked entries={[{ name: words.size, value: text, reason: ability.state === "off" ? ability.reason : "" }]} />
      </Section>
    );
  const key = (one: { width: number; height: number }) => `${one.width} × ${one.height}`;
  const byDefault = ability.sizes[ability.default];
  const options: Record<string, string> = {
    [own]: byDefault === undefined ? words.ownSize : `${key(byDefault)}`,
    ...Object.fromEntries(ability.sizes.filter((_, at) => at !== ability.default).map((one) => [key(one), key(one)])),
  };
  const value = draft.width === null || draft.height === null ? own : key({ width: draft.width, height: draft.height });
  const known = value === own || options[value] !== undefined || (byDefault !== undefined && key(byDefault) === value);
  if (!known) options[value] = value;
  return (
    <Section>
      <Row label={words.size}>
        <Select
          label={words.size}
          className="num flex-1"
          value={byDefault !== undefined && key(byDefault) === value ? own : value}
          options={options}
          onChange={(next) => {
            const [width, height] = next === own ? [null, null] : next.split(" × ").map(Number);
            making.change({ width: width ?? null, height: height ?? null });
          }}
        />
      </Row>
      {ability.range === undefined ? null : <OwnSize range={ability.range} draft={draft} />}
    </Section>
  );
}

/** Width and height in figures, where the engine takes any. */
function OwnSize({ range, draft }: { range: { min: number; max: number; step: number }; draft: CreateDraft }) {
  const { making } = useStudio();
  const side = (name: "width" | "height") => (
    <input
      key={`${name} ${draft[name] ?? ""}`}
      type="number"
      aria-label={name === "width" ? words.width : words.height}
      min={range.min}
      max={range.max}
      step={range.step}
      defaultValue={draft[name] ?? ""}
      placeholder={words.engineChooses}
      className="input input-small num min-w-0 flex-1"
      onBlur={(event) => {
        const typed = Number(event.target.value);
        const fits =
          event.target.value === "" ? null : Math.min(range.max, Math.max(range.min, Math.round(typed / range.step) * range.step));
        const other = name === "width" ? draft.height : draft.width;
        making.change(
          name === "width"
            ? { width: fits, height: fits === null ? null : (other ?? fits) }
            : { height: fits, width: fits === null ? null : (other ?? fits) },
        );
      }}
    />
  );
  return (
    <Row label="">
      {side("width")}
      <span className="text-text-3" aria-hidden>
        ×
      </span>
      {side("height")}
    </Row>
  );
}

function SeedRow({ draft }: { draft: CreateDraft }) {
  const { making } = useStudio();
  const [bad, setBad] = useState(false);
  const locked = draft.seed !== null;
  const errorId = useId();
  return (
    <>
      <Row label={words.seed}>
        <input
          key={draft.seed ?? "none"}
          aria-label={words.seed}
          inputMode="numeric"
          aria-invalid={bad || undefined}
          aria-describedby={bad ? errorId : undefined}
          className="input input-small num min-w-0 flex-1"
          placeholder={words.seedAnother}
          defaultValue={draft.seed === null ? "" : grouped(draft.seed)}
          onChange={(event) => {
            const text = event.target.value.replaceAll(/[\s,.]/g, "");
            const wrong = text !== "" && (!/^\d{1,10}$/.test(text) || Number(text) > 0xffffffff);
            setBad(wrong);
          }}
          onBlur={(event) => {
            const text = event.target.value.replaceAll(/[\s,.]/g, "");
            if (bad || text === (draft.seed === null ? "" : String(draft.seed))) return;
            making.change({ seed: text === "" ? null : Number(text) });
          }}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
        />
        <IconButton label={words.dice} onClick={() => making.change({ seed: otherSeed() })}>
          <Dices size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <IconButton
          label={locked ? words.freeSeed : words.lockSeed}
          aria-pressed={locked}
          className="aria-pressed:!bg-accent-soft aria-pressed:!text-accent-text"
          onClick={() => making.change({ seed: locked ? null : otherSeed() })}
        >
          {locked ? <Lock size={16} strokeWidth={1.75} aria-hidden /> : <LockOpen size={16} strokeWidth={1.75} aria-hidden />}
        </IconButton>
      </Row>
      {bad ? (
        <p id={errorId} role="alert" className="field-error !mt-0 pl-[76px]">
          {words.seedBad}
        </p>
      ) : null}
    </>
  );
}

/** Seed, steps, guidance and sampler; those that the engine does not honour stand locked under them. */
function FineSection({ draft, chosen }: { draft: CreateDraft; chosen: Chosen }) {
  const { making } = useStudio();
  const locked: LockedEntry[] = [];
  const seed = chosen.parameter("seed");
  const steps = chosen.parameter("steps");
  const guidance = chosen.parameter("guidance");
  const sampler = chosen.parameter("sampler");
  if (seed.state === "off") locked.push({ name: words.seed, value: draft.seed === null ? null : grouped(draft.seed), reason: seed.reason });
  if (steps.state === "off")
    locked.push({ name: words.steps, value: draft.steps === null ? null : String(draft.steps), reason: steps.reason });
  if (guidance.state === "off")
    locked.push({ name: words.guidance, value: draft.guidance === null ? null : String(draft.guidance), reason: guidance.reason });
  if (sampler.state === "off") locked.push({ name: words.sampler, value: draft.sampler, reason: sampler.reason });
  return (
    <Section>
      {seed.state === "off" ? null : <SeedRow draft={draft} />}
      {steps.state === "number" ? (
        <NumberRow label={words.steps} ability={steps} value={draft.steps} onChange={(value) => making.change({ steps: value })} />
      ) : null}
      {guidance.state === "number" ? (
        <NumberRow
          label={words.guidance}
          ability={guidance}
          value={draft.guidance}
          text={(value) => value.toFixed(1)}
          onChange={(value) => making.change({ guidance: value })}
        />
      ) : null}
      {sampler.state === "choice" ? (
        <Row label={words.sampler}>
          <Select
            label={words.sampler}
            className="flex-1"
            value={draft.sampler ?? own}
            options={{ [own]: sampler.default ?? words.engineChooses, ...Object.fromEntries(sampler.options.map((one) => [one, one])) }}
            onChange={(value) => making.change({ sampler: value === own ? null : value })}
          />
        </Row>
      ) : null}
      {locked.length === 0 ? null : (
        <div className="mt-1 grid gap-1.5">
          <Locked entries={locked} />
        </div>
      )}
    </Section>
  );
}

function StrengthSection({ draft, chosen }: { draft: CreateDraft; chosen: Chosen }) {
  const { link, making, notify } = useStudio();
  const [exact, setExact] = useState(false);
  const strength = chosen.parameter("strength");
  const { image } = draft;
  const copy = async () => {
    if (image === null || image.assetId === null) return;
    const answer = await link.call("create", "exactCopy", { assetId: image.assetId });
    if (answer.ok) {
      setExact(false);
      notify({ title: words.copied, text: words.copiedText, tone: "ok" });
    } else notify({ title: strings.errors.notDone, text: answer.error.message, tone: "fail" });
  };
  return (
    <section className="border-b border-line px-4 py-[11px]">
      <div className="mb-1 flex items-center gap-2">
        <h2 className="text-12 font-medium text-text-2">{words.imageToImage}</h2>
        <span className="ml-auto text-12 text-text-2" aria-hidden>
          {words.exactCopy}
        </span>
        <Switch label={words.exactCopy} describedBy="exact-copy-help" checked={exact} disabled={image === null} onChange={setExact} />
      </div>
      {exact ? (
        <Button
          className="my-1 w-full"
          price={words.free}
          onClick={() => void copy()}
          offReason={image?.assetId ? null : words.needsPicture}
        >
          {words.copyNow}
        </Button>
      ) : strength.state === "number" ? (
        <>
          <Row label={words.strength}>
            <Slider
              label={words.strength}
              value={draft.strength}
              min={Math.max(0.05, strength.min)}
              max={strength.max}
              step={strength.step}
              text={(value) => value.toFixed(2)}
              onChange={(value) => making.change({ strength: value })}
            />
            <span className="num w-[42px] flex-none text-right text-12">{draft.strength.toFixed(2)}</span>
          </Row>
          <div className="-mt-1 flex justify-between pr-[50px] pl-[76px] text-12 text-text-3" aria-hidden>
            <span>{words.keeps}</span>
            <span>{words.changes}</span>
          </div>
        </>
      ) : (
        <Locked
          entries={[{ name: words.strength, value: draft.strength.toFixed(2), reason: strength.state === "off" ? strength.reason : "" }]}
        />
      )}
      <p id="exact-copy-help" className="field-help !mt-1">
        {words.exactCopyHelp}
      </p>
    </section>
  );
}

/** The number of frames as lengths of 5, 15, 30 and 60 seconds. */
export const clipLengths = { "80": "5 s", "240": "15 s", "480": "30 s", "960": "60 s" } as const;

function LengthSection({ draft, chosen }: { draft: CreateDraft; chosen: Chosen }) {
  const { making } = useStudio();
  const frames = chosen.parameter("frames");
  const value = String(draft.frames);
  if (frames.state === "off")
    return chosen.off === null ? (
      <Section>
        <Locked entries={[{ name: words.length, value: `${(draft.frames / 16).toFixed(1)} s`, reason: frames.reason }]} />
      </Section>
    ) : null;
  const most = frames.state === "number" ? frames.max : 960;
  return (
    <Section>
      <Row label={words.length}>
        <Segments
          label={words.length}
          className="flex-1 [&>*]:flex-1 [&>*]:px-1"
          value={value}
          onChange={(next) => making.change({ frames: Number(next) })}
          options={Object.entries(clipLengths).map(([length, word]) => ({ value: length, word, off: Number(length) > most }))}
        />
      </Row>
    </Section>
  );
}

/** The panel at the left. */
export function SettingsPanel({ draft, filmId }: { draft: CreateDraft; filmId: string | null }) {
  const { making } = useStudio();
  const abilities = useMaking((state) => state.abilities);
  const chosen = chosenOf(abilities, draft);
  const negative = chosen.parameter("negative");
  const clip = draft.task === "clip" || draft.task === "extend";
  return (
    <>
      <EngineSection draft={draft} chosen={chosen} />
      <QualitySection draft={draft} chosen={chosen} />
      <SizeSection draft={draft} chosen={chosen} />
      {clip ? <LengthSection draft={draft} chosen={chosen} /> : null}
      {draft.task === "upscale" || chosen.off !== null ? null : <FineSection draft={draft} chosen={chosen} />}
      {draft.task === "edit" ? <StrengthSection draft={draft} chosen={chosen} /> : null}
      {draft.task === "upscale" || chosen.off !== null ? null : (
        <Section {...(negative.state === "off" ? {} : { title: words.leaveOut })}>
          {negative.state === "off" ? (
            <Locked entries={[{ name: words.leaveOut, value: null, reason: negative.reason }]} />
          ) : (
            <TextArea
              label={words.leaveOut}
              value={draft.negative}
              placeholder={words.leaveOutHint}
              lines={[2, 6]}
              lineHeight={20}
              className="film-say"
              onChange={(value) => making.change({ negative: value })}
            />
          )}
        </Section>
      )}
      <GoesToRow draft={draft} filmId={filmId} />
    </>
  );
}
