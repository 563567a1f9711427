// The inspector of one asset: picture, what can be done with it, its prompt and recipe, what it was made from and is used
// in, and what a person says of it.
import { Copy, Ellipsis, Expand, RotateCw, Send, Star, Undo2, Trash2 } from "lucide-react";
import type { AssetCard, AssetDetail } from "../../../shared/contract/studio/library-views.ts";
import type { AssetChange } from "../../../shared/contract/studio/library.ts";
import { go } from "../../app/router.ts";
import { libraryWords as words } from "../../app/strings/library.ts";
import { useStudio } from "../../app/studio.tsx";
import { useCopy } from "../../app/use-copy.ts";
import { useNow } from "../../lib/now.ts";
import { AssetPicture } from "../../ui/asset-picture.tsx";
import { Button, IconButton, LinkButton } from "../../ui/button.tsx";
import { Inspector } from "../../ui/inspector.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { factsOf, negativeOf, promptOf, type Fact } from "./recipe-facts.ts";
import { Neighbours } from "./neighbours.tsx";
import { Similar } from "./similar.tsx";
import { Stars } from "./stars.tsx";
import { Tags } from "./tags-part.tsx";
import { WordsForm } from "./words-form.tsx";

interface AssetInspectorProps {
  asset: AssetDetail;
  menu: MenuEntry[];
  onChange: (change: AssetChange) => Promise<boolean>;
  onOpen: () => void;
  onSend: () => void;
  onRecipe: () => void;
  onRestore: () => void;
  onPurge: () => void;
  /** Another asset: what it was made from, what looks like it. */
  onGo: (card: AssetCard) => void;
}

function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="facts">
      {facts.map((fact) => (
        <div key={fact.word} className="contents">
          <dt>{fact.word}</dt>
          <dd className={fact.mono === true ? "num" : ""}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The inspector. */
export function AssetInspector({ asset, menu, onChange, onOpen, onSend, onRecipe, onRestore, onPurge, onGo }: AssetInspectorProps) {
  const { link } = useStudio();
  const copy = useCopy();
  const now = useNow();
  const facts = factsOf(asset, now);
  const [prompt, negative] = [promptOf(asset), negativeOf(asset)];
  const trashed = asset.state === "trashed" || asset.state === "discarded";
  const copies = (text: string) => void copy(text, words.copied, words.copyRefused);
  const sendOff = asset.kind === "image" || asset.kind === "clip" ? null : words.sendDocument;
  const copyButton = (label: string, text: string) => (
    <IconButton label={label} className="!ml-auto" onClick={() => copies(text)}>
      <Copy size={14} strokeWidth={1.75} aria-hidden />
    </IconButton>
  );
  const main = (wide: boolean) =>
    trashed ? (
      <>
        <Button kind="primary" className={wide ? "flex-1" : ""} onClick={onRestore}>
          <Undo2 size={16} strokeWidth={1.75} aria-hidden />
          {words.restore(1)}
        </Button>
        {wide && asset.state === "trashed" ? (
          <Button className="flex-1" onClick={onPurge}>
            <Trash2 size={16} strokeWidth={1.75} aria-hidden />
            {words.deleteForGood}
          </Button>
        ) : null}
      </>
    ) : (
      <>
        <Button kind="primary" className={wide ? "flex-1" : ""} offReason={sendOff} onClick={onSend}>
          <Send size={16} strokeWidth={1.75} aria-hidden />
          {words.sendToShot}
        </Button>
        {wide ? (
          <Button className="flex-1" offReason={asset.hasRecipe ? null : words.noRecipe} onClick={onRecipe}>
            <RotateCw size={16} strokeWidth={1.75} aria-hidden />
            {words.runAgain}
          </Button>
        ) : null}
      </>
    );
  return (
    <Inspector
      label={asset.name}
      title={asset.name}
      tools={
        <>
          <IconButton
            label={words.rate(asset.stars === 5 ? 0 : 5)}
            shortcut={asset.stars === 5 ? "0" : "5"}
            aria-pressed={asset.stars === 5}
            onClick={() => void onChange({ stars: asset.stars === 5 ? 0 : 5 })}
          >
            <Star size={16} strokeWidth={1.75} aria-hidden className={asset.stars > 0 ? "fill-current" : ""} />
          </IconButton>
          <IconButton label={words.open} shortcut="Space" onClick={onOpen}>
            <Expand size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
          <Menu
            align="end"
            entries={menu}
            trigger={
              <button type="button" aria-label={words.more} className="btn btn-icon btn-ghost btn-small">
                <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
              </button>
            }
          />
        </>
      }
      peek={{
        picture: <AssetPicture card={asset} className="aspect-video w-[72px] flex-none" />,
        title: asset.name,
        text: [words.kinds[asset.kind], asset.duration === null ? null : `${asset.duration.toFixed(1)} s`, words.stars(asset.stars)]
          .filter((part) => part !== null)
          .join(", "),
        action: (
          <Button kind="primary" onClick={onOpen}>
            {words.openShort}
          </Button>
        ),
      }}
    >
      <div className="px-4 pt-3 pb-3.5">
        <button type="button" className="block w-full rounded-2" onClick={onOpen}>
          <span className="sr-only">{words.open}</span>
          <AssetPicture card={asset} large className="aspect-video w-full" />
        </button>
        <div className="mt-3 flex gap-2">{main(true)}</div>
        <div className="mt-2.5 flex items-center gap-2">
          <Stars value={asset.stars} onChange={(stars) => void onChange({ stars })} />
          {asset.hasRecipe && !trashed ? (
            <LinkButton className="ml-auto text-12" onClick={onRecipe}>
              {words.useRecipe}
            </LinkButton>
          ) : null}
        </div>
      </div>
      {prompt === null ? null : (
        <section className="section">
          <h3 className="section-title">
            {words.prompt}
            {copyButton(words.copyPrompt, prompt)}
          </h3>
          <p className="font-film text-16 whitespace-pre-wrap select-text">{prompt}</p>
          {negative === null ? null : (
            <p className="mt-2 text-12 text-text-2 select-text">
              <span className="text-text-3">{words.negative}: </span>
              {negative}
            </p>
          )}
        </section>
      )}
      <section className="section">
        <h3 className="section-title">
          {asset.recipe === null ? words.fields.file : words.recipe}
          {asset.recipe === null ? null : copyButton(words.copyRecipe, JSON.stringify(asset.recipe, null, 2))}
        </h3>
        <Facts facts={[...facts.recipe, ...facts.file]} />
        <dl className="facts mt-[5px]">
          {asset.project === null ? null : (
            <>
              <dt>{words.fields.film}</dt>
              <dd>
                <LinkButton onClick={() => go({ name: "storyboard", filmId: asset.project?.id ?? null })}>{asset.project.title}</LinkButton>
              </dd>
            </>
          )}
          {asset.characters.length === 0 ? null : (
            <>
              <dt>{words.fields.characters}</dt>
              <dd>{asset.characters.map((one) => one.name).join(", ")}</dd>
            </>
          )}
          {asset.parent === null ? null : (
            <>
              <dt>{words.fields.parent}</dt>
              <dd>
                <LinkButton onClick={() => asset.parent !== null && onGo(asset.parent)}>{asset.parent.name}</LinkButton>
              </dd>
            </>
          )}
          <dt>{words.fields.hash}</dt>
          <dd className="num">
            <button type="button" className="min-h-6" onClick={() => copies(asset.hash)}>
              <span className="sr-only">{words.copyHash} </span>
              {asset.hash.slice(0, 4)}…{asset.hash.slice(-4)}
            </button>
          </dd>
        </dl>
      </section>
      {asset.found === null ? null : (
        <section className="section">
          <h3 className="section-title">
            {words.foundIn(asset.found.tool)}
            {copyButton(words.copyFound, asset.found.text)}
          </h3>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keys */}
          <pre className="library-found" tabIndex={0} aria-label={words.foundIn(asset.found.tool)}>
            {asset.found.text}
          </pre>
        </section>
      )}
      {asset.references.length === 0 ? null : (
        <section className="section">
          <h3 className="section-title">{words.references}</h3>
          <div className="flex flex-wrap gap-2">
            {asset.references.map(({ hash, asset: card }) =>
              card === null ? (
                <span key={hash} className="text-12 text-text-3">
                  {words.referenceGone}
                </span>
              ) : (
                <Neighbours key={hash} cards={[card]} onGo={onGo} />
              ),
            )}
          </div>
        </section>
      )}
      <section className="section">
        <h3 className="section-title">
          {words.usedIn}
          <span className="ml-auto font-normal">{asset.usedIn.length === 0 ? "" : words.places(asset.usedIn.length)}</span>
        </h3>
        {asset.usedIn.length === 0 ? (
          <p className="text-12 text-text-3">{words.unused}</p>
        ) : (
          <ul className="grid gap-1 text-12 text-text-2">
            {asset.usedIn.map((use) => (
              <li key={`${use.as} ${use.shotId ?? ""} ${use.character?.id ?? ""}`} className="flex flex-wrap gap-x-1.5">
                {use.project === null ? (
                  use.character?.name
                ) : (
                  <LinkButton className="!min-h-0 text-12" onClick={() => go({ name: "storyboard", filmId: use.project?.id ?? null })}>
                    {use.label === null ? use.project.title : words.shotOf(use.project.title, use.label)}
                  </LinkButton>
                )}
                <span className="text-text-3">{words.usedAs[use.as]}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="section">
        <h3 className="section-title">{words.tags}</h3>
        <Tags
          key={asset.id}
          tags={asset.tags}
          onAdd={(name) => void onChange({ addTags: [name] })}
          onRemove={(id) => void onChange({ removeTags: [id] })}
        />
        {asset.collections.length === 0 ? null : (
          <>
            <h3 className="section-title mt-3">{words.collections}</h3>
            <div className="flex flex-wrap gap-1.5">
              {asset.collections.map((one) => (
                <span key={one.id} className="tag !h-6 !pr-0.5">
                  {one.name}
                  <button
                    type="button"
                    aria-label={words.leaveCollection(one.name)}
                    className="grid size-6 place-items-center rounded-1 text-text-3 hover:text-text"
                    onClick={() => void onChange({ removeCollections: [one.id] })}
                  >
                    ×
                  </button>
                </span>
              ))}
            </div>
          </>
        )}
      </section>
      <section className="section">
        <h3 className="section-title">{words.about}</h3>
        <WordsForm key={asset.id} asset={asset} onChange={onChange} />
      </section>
      {asset.children.length === 0 ? null : (
        <section className="section">
          <h3 className="section-title">{words.madeFrom}</h3>
          <Neighbours cards={asset.children} onGo={onGo} />
        </section>
      )}
      {asset.kind === "image" || asset.kind === "clip" ? <Similar key={asset.id} link={link} assetId={asset.id} onGo={onGo} /> : null}
    </Inspector>
  );
}
