// A QR code as one path of an SVG, dark on white in both themes: cameras expect it so.
import { encode } from "uqr";
import { useMemo } from "react";

/** Modules of quiet around the code; readers need four. */
const quiet = 4;

/** Draws `text` as a QR code; `label` says what it is for. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const code = encode(text, { ecc: "M", border: quiet });
    const dark = code.data.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : "")));
    return { size: code.size, path: dark.join("") };
  }, [text]);
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges" className="block size-full rounded-2">
      <path d={`M0 0h${size}v${size}h-${size}z`} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
