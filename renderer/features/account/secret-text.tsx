// Something that is shown one time: text to select, to copy, and to save where it is longer.
import { Copy, Download } from "lucide-react";
import { useCopy } from "../../app/use-copy.ts";
import { Button } from "../../ui/button.tsx";

interface SecretTextProps {
  label: string;
  text: string;
  copy: string;
  copied: string;
  notCopied: string;
  /** Words of the button that saves it, and the file's name. */
  save?: { word: string; file: string };
  className?: string;
}

/** The text with its buttons. */
export function SecretText({ label, text, copy, copied, notCopied, save, className = "" }: SecretTextProps) {
  const put = useCopy();
  const download = (file: string) => {
    const url = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/plain" }));
    const anchor = document.createElement("a");
    anchor.href = url;
    anchor.download = file;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <div className={className}>
      <p className="field-label">{label}</p>
      <pre className="num rounded-2 border border-control bg-canvas px-3 py-2.5 text-13 leading-6 whitespace-pre-wrap select-all [overflow-wrap:anywhere]">
        {text}
      </pre>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button small onClick={() => void put(text, copied, notCopied)}>
          <Copy size={14} strokeWidth={1.75} aria-hidden />
          {copy}
        </Button>
        {save === undefined ? null : (
          <Button small onClick={() => download(save.file)}>
            <Download size={14} strokeWidth={1.75} aria-hidden />
            {save.word}
          </Button>
        )}
      </div>
    </div>
  );
}
