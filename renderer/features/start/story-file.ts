// Reads a story file that was chosen or dropped, as bytes: the core decides what is in it.
import { strings } from "../../app/strings.ts";

/** Larger files are refused here, so that the page does not choke on them; the core's own limit is lower. */
const mostBytes = 8_000_000;

export type StoryFile = { ok: true; file: { name: string; base64: string } } | { ok: false; message: string };

/** The file as the contract wants it, or why it is no story file. */
export async function readStoryFile(file: File): Promise<StoryFile> {
  if (!/\.(txt|md|fountain)$/i.test(file.name)) return { ok: false, message: strings.start.wrongFile(file.name) };
  if (file.size > mostBytes) return { ok: false, message: strings.start.largeFile(file.name) };
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return { ok: true, file: { name: file.name, base64: btoa(binary) } };
}
