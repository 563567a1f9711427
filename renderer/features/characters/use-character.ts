// What the pages of the cast share: calls that say what went wrong, the moment when something changed, files as they are sent.
import { useCallback, useEffect, useEffectEvent, useState, type RefObject } from "react";
import type { FileSource } from "../../../shared/contract/studio/characters.ts";
import type { Input, Method, Output } from "../../../shared/contract/studio/index.ts";
import { useScreenLog } from "../../app/own-log.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { errorText } from "../../app/toasts.ts";
import { useCall } from "../../app/use-call.ts";

type CharacterMethod = Method<"characters">;

/** Counts the changes of characters, so that what is shown is asked for again. */
export function useCharacterStamp(): string {
  const { link } = useStudio();
  const [stamp, setStamp] = useState(0);
  useEffect(() => {
    const changed = () => setStamp((before) => before + 1);
    const ends = [link.on("characters.changed", changed), link.on("core.restarted", changed)];
    return () => ends.forEach((end) => end());
  }, [link]);
  return String(stamp);
}

/** Makes the log of characters the one that undo means while the page is there, and says what was taken back. */
export function useCharacterLog(stamp: string): void {
  const { notify } = useStudio();
  const act = useAct();
  const { value } = useCall("characters", "history", {}, stamp);
  const undo = value?.undo ?? null;
  const redo = value?.redo ?? null;
  const step = async (method: "undo" | "redo", what: string | null) => {
    if (what === null || (await act(method, {})) === null) return;
    notify({ title: method === "undo" ? words.takenBack(what) : words.doneAgain(what), tone: "ok" });
  };
  useScreenLog({ undo, redo, takeBack: () => void step("undo", undo), doAgain: () => void step("redo", redo) });
}

/** Calls a method; a failure is said as a toast and answers null. */
export type Act = <M extends CharacterMethod>(method: M, input: Input<"characters", M>) => Promise<Output<"characters", M> | null>;

/** Changes of characters by the contract. */
export function useAct(): Act {
  const { link, notify } = useStudio();
  return useCallback(
    async (method, input) => {
      const result = await link.call("characters", method, input);
      if (result.ok) return result.value;
      notify({ title: strings.errors.notDone, text: errorText(result.error), tone: "fail" });
      return null;
    },
    [link, notify],
  );
}

/** Offers to take the last change of a character back, with what was done. */
export function useDone(): (title: string) => void {
  const { notify } = useStudio();
  const act = useAct();
  return useCallback(
    (title) =>
      notify({
        title,
        tone: "ok",
        action: { label: strings.common.undo, run: () => void act("undo", {}) },
      }),
    [act, notify],
  );
}

const mostBytes = 30 * 1024 * 1024;

/** Files of this computer as the contract takes them; a file that is too large is said and left out. */
export function useSources(): (files: Iterable<File>) => Promise<FileSource[]> {
  const { notify } = useStudio();
  return useCallback(
    async (files) => {
      const sources: FileSource[] = [];
      for (const file of files) {
        if (file.size > mostBytes) {
          notify({ title: strings.errors.notDone, text: words.large(file.name), tone: "fail" });
          continue;
        }
        sources.push({ name: file.name, base64: await base64Of(file) });
      }
      return sources;
    },
    [notify],
  );
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(typeof reader.result === "string" ? reader.result.replace(/^[^,]*,/, "") : ""));
    reader.addEventListener("error", () => reject(reader.error ?? new Error("the file could not be read")));
    reader.readAsDataURL(file);
  });
}

/** Words separated by commas, as a list without empty and doubled ones. */
export function listOf(text: string): string[] {
  return [...new Set(text.split(",").map((word) => word.trim()))].filter(Boolean);
}

/** Takes what is dropped on an element, where `wanted` says that it may be. */
export function useDrop(
  target: RefObject<HTMLElement | null>,
  wanted: (from: DataTransfer) => boolean,
  take: (from: DataTransfer) => void,
): void {
  const over = useEffectEvent((event: DragEvent) => {
    if (event.dataTransfer !== null && wanted(event.dataTransfer)) event.preventDefault();
  });
  const drop = useEffectEvent((event: DragEvent) => {
    if (event.dataTransfer === null || !wanted(event.dataTransfer)) return;
    event.preventDefault();
    event.stopPropagation();
    take(event.dataTransfer);
  });
  useEffect(() => {
    const node = target.current;
    if (node === null) return;
    const onOver = (event: DragEvent) => over(event);
    const onDrop = (event: DragEvent) => drop(event);
    node.addEventListener("dragover", onOver);
    node.addEventListener("drop", onDrop);
    return () => {
      node.removeEventListener("dragover", onOver);
      node.removeEventListener("drop", onDrop);
    };
  }, [target]);
}
