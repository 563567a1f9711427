// The small picture of a file of the library by its hash: the thumbnail, or the file itself where there is none yet.
import { useState, type ReactNode } from "react";
import { useStudio } from "../app/studio.tsx";

/** A picture that fills its box. */
export function Thumb({ hash, className = "", children }: { hash: string | null; className?: string; children?: ReactNode }) {
  const { link } = useStudio();
  const [whole, setWhole] = useState<string | null>(null);
  return (
    <span className={`picture ${className}`}>
      {hash === null ? null : (
        <img
          src={link.mediaUrl(whole === hash ? hash : `thumb/${hash}`)}
          alt=""
          draggable={false}
          decoding="async"
          className="size-full object-cover"
          onError={() => setWhole(hash)}
        />
      )}
      {children}
    </span>
  );
}
