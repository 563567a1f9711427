// One asset as large as there is room: a picture or clip to zoom, a sound with its wave, the words of a document.
import { Pause, Play } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { AssetDetail } from "../../shared/contract/studio/library-views.ts";
import { strings } from "../app/strings.ts";
import { libraryWords as words } from "../app/strings/library.ts";
import { useStudio } from "../app/studio.tsx";
import { useCall } from "../app/use-call.ts";
import { Button } from "./button.tsx";
import type { Deck } from "./deck.ts";
import { ZoomStage } from "./zoom-stage.tsx";
import type { Zoom } from "./zoom.ts";

interface AssetStageProps {
  asset: AssetDetail;
  zoom: Zoom;
  onZoom: (zoom: Zoom) => void;
  onSwipe?: (by: 1 | -1) => void;
  deck: Deck;
}

/** The asset on its stage. */
export function AssetStage({ asset, zoom, onZoom, onSwipe, deck }: AssetStageProps) {
  const { link } = useStudio();
  const [failed, setFailed] = useState(false);
  const [size, setSize] = useState({ width: asset.width ?? 0, height: asset.height ?? 0 });
  // In state: the stage draws its clip once it knows its room.
  const [reel, setReel] = useState<HTMLVideoElement | null>(null);
  const { frames, rate } = asset;
  const count = frames ?? Math.round((asset.duration ?? 0) * 16);
  const [num, den] = [rate?.num ?? 16, rate?.den ?? 1];
  useEffect(() => {
    if (reel !== null) return deck.add(reel, count, { num, den });
  }, [deck, reel, count, num, den]);
  if (asset.kind === "audio") return <SoundStage asset={asset} />;
  if (asset.kind === "document") return <DocumentStage hash={asset.hash} />;
  if (failed)
    return (
      <div className="grid size-full place-items-center p-6">
        <p className="max-w-[420px] text-center text-14 text-text-2" role="alert">
          {words.cannotShow}
        </p>
      </div>
    );
  const known = size.width > 0 ? size : { width: 1600, height: 900 };
  return (
    <ZoomStage label={`${asset.name}. ${words.pan}`} picture={known} zoom={zoom} onZoom={onZoom} {...(onSwipe ? { onSwipe } : {})}>
      {(style) =>
        asset.kind === "clip" ? (
          // A clip of the library comes without captions: they belong to films.
          // oxlint-disable-next-line jsx-a11y/media-has-caption
          <video
            ref={setReel}
            src={link.mediaUrl(asset.hash)}
            {...(asset.thumb ? { poster: link.mediaUrl(`thumb/${asset.hash}`) } : {})}
            preload="auto"
            playsInline
            tabIndex={-1}
            aria-label={asset.name}
            style={style}
            onLoadedMetadata={(event) =>
              size.width === 0 && setSize({ width: event.currentTarget.videoWidth, height: event.currentTarget.videoHeight })
            }
            onError={() => setFailed(true)}
          />
        ) : (
          <img
            src={link.mediaUrl(asset.hash)}
            alt={asset.caption === "" ? asset.name : asset.caption}
            draggable={false}
            style={{ ...style, ...(asset.thumb ? { background: `center / 100% 100% url(${link.mediaUrl(`thumb/${asset.hash}`)})` } : {}) }}
            onLoad={(event) =>
              size.width === 0 && setSize({ width: event.currentTarget.naturalWidth, height: event.currentTarget.naturalHeight })
            }
            onError={() => setFailed(true)}
          />
        )
      }
    </ZoomStage>
  );
}

/** Lowest and highest of each step, -1 to 1. */
function wavesOf(peaks: string): [number, number][] {
  const bytes = Int8Array.from(atob(peaks), (letter) => (letter.charCodeAt(0) << 24) >> 24);
  return Array.from({ length: bytes.length >> 1 }, (_, at) => [(bytes[2 * at] ?? 0) / 128, (bytes[2 * at + 1] ?? 0) / 128]);
}

const clock = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}.${Math.floor((seconds % 1) * 10)}`;

function SoundStage({ asset }: { asset: AssetDetail }) {
  const { link } = useStudio();
  const sound = useRef<HTMLAudioElement>(null);
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false);
  const [length, setLength] = useState(asset.duration ?? 0);
  const { value, again } = useCall("imports", "want", { hashes: [asset.hash] }, "");
  useEffect(
    () => link.on("imports.derived", ({ files }) => files.some((file) => file.hash === asset.hash) && void again()),
    [link, asset.hash, again],
  );
  const peaks = value?.files.find((file) => file.hash === asset.hash)?.peaks ?? null;
  const waves = peaks === null ? [] : wavesOf(peaks);
  const share = length > 0 ? at / length : 0;
  const toggle = () => {
    const node = sound.current;
    if (node === null) return;
    if (node.paused) void node.play().catch(() => setFailed(true));
    else node.pause();
  };
  return (
    <div className="sound-stage">
      <svg viewBox="0 -1 800 2" preserveAspectRatio="none" aria-hidden className="sound-wave">
        <path d={waves.map(([low, high], step) => `M${step + 0.5} ${-high - 0.004}V${-low + 0.004}`).join("")} className="sound-all" />
        <path
          d={waves
            .slice(0, Math.round(waves.length * share))
            .map(([low, high], step) => `M${step + 0.5} ${-high - 0.004}V${-low + 0.004}`)
            .join("")}
          className="sound-heard"
        />
      </svg>
      <div className="flex items-center gap-3">
        <Button data-play onClick={toggle}>
          {playing ? <Pause size={16} strokeWidth={1.75} aria-hidden /> : <Play size={16} strokeWidth={1.75} aria-hidden />}
          {playing ? words.pause : words.play}
        </Button>
        <input
          type="range"
          aria-label={words.soundPlace}
          aria-valuetext={clock(at)}
          min={0}
          max={Math.max(0.1, length)}
          step={0.1}
          value={at}
          className="deck-range"
          onChange={(event) => {
            setAt(Number(event.target.value));
            if (sound.current !== null) sound.current.currentTime = Number(event.target.value);
          }}
        />
        <output className="num text-12 whitespace-nowrap">
          {clock(at)} <span className="text-text-3">/ {clock(length)}</span>
        </output>
      </div>
      {failed ? (
        <p role="alert" className="text-12 text-text-2">
          {words.cannotShow}
        </p>
      ) : null}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- sounds of the library have no captions */}
      <audio
        ref={sound}
        src={link.mediaUrl(asset.hash)}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => Number.isFinite(event.currentTarget.duration) && setLength(event.currentTarget.duration)}
        onError={() => setFailed(true)}
      />
    </div>
  );
}

function DocumentStage({ hash }: { hash: string }) {
  const { value, error } = useCall("imports", "text", { hash }, "");
  if (value === null) return <p className="p-6 text-text-3">{error === null ? strings.common.loading : error.message}</p>;
  if (value.text === null) return <p className="p-6 text-14 text-text-2">{words.documentNone}</p>;
  return (
    // It scrolls by keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="document-stage" tabIndex={0} role="region" aria-label={words.documentText}>
      {value.cut ? <p className="mb-4 text-12 text-text-3">{words.documentCut}</p> : null}
      <pre>{value.text}</pre>
    </div>
  );
}
