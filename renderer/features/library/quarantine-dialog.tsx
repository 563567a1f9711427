// Files that could not be taken in: each with the reason, to try again, keep as a document or take off the list.
import { useEffect } from "react";
import { strings } from "../../app/strings.ts";
import { libraryWords as words } from "../../app/strings/library.ts";
import { useStudio } from "../../app/studio.tsx";
import { errorText } from "../../app/toasts.ts";
import { useCall } from "../../app/use-call.ts";
import { bytes } from "../../lib/format.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";

/** The list. */
export function QuarantineDialog({ onClose }: { onClose: () => void }) {
  const { link, notify } = useStudio();
  const { value, error, again } = useCall("imports", "quarantine", {}, "");
  useEffect(() => link.on("imports.quarantine", () => void again()), [link, again]);
  const act = async (method: "retry" | "remove" | "keepAsDocument", ids: string[]) => {
    const answer = await link.call("imports", method, { ids });
    if (!answer.ok) notify({ title: strings.errors.notDone, text: errorText(answer.error), tone: "fail" });
    await again();
  };
  const files = value?.files ?? [];
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={words.quarantine}
      text={
        files.length === 0 ? (value === null ? (error?.message ?? strings.common.loading) : words.quarantineEmpty) : words.quarantineText
      }
      actions={
        files.length === 0 ? undefined : (
          <>
            <Button
              onClick={() =>
                void act(
                  "remove",
                  files.map((file) => file.id),
                )
              }
            >
              {words.takeOffAll}
            </Button>
            <Button
              kind="primary"
              onClick={() =>
                void act(
                  "retry",
                  files.map((file) => file.id),
                )
              }
            >
              {words.tryAllAgain}
            </Button>
          </>
        )
      }
    >
      <ul className="mt-3 grid gap-3">
        {files.map((file) => (
          <li key={file.id} className="border-t border-line pt-3">
            <p className="flex gap-2 font-[550]">
              <span className="min-w-0 flex-1 truncate">{file.name}</span>
              <span className="num text-12 text-text-3">{bytes(file.bytes)}</span>
            </p>
            {file.path === null ? null : <p className="truncate text-12 text-text-3">{file.path}</p>}
            <p className="mt-1 text-text-2">{file.reason}</p>
            <div className="mt-2 flex flex-wrap gap-2">
              <Button small onClick={() => void act("retry", [file.id])}>
                {words.tryAgain}
              </Button>
              {file.canKeep ? (
                <Button small onClick={() => void act("keepAsDocument", [file.id])}>
                  {words.keepAsDocument}
                </Button>
              ) : null}
              <Button small kind="ghost" onClick={() => void act("remove", [file.id])}>
                {words.takeOff}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
