// A look into a file that was brought, before any job may name it: the declared type is what the bytes are, the sizes are sane, and it
// can really be decoded. Plain bytes stay in memory: ffprobe reads ranges from a server of this process, for this file alone.
import { randomBytes } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import sharp from "sharp";
import { CodedError } from "../../shared/contract/errors.ts";
import { type InputType, inputTypes } from "../../shared/contract/farm-uploads.ts";
import { type MediaTools, readProgram } from "../../shared/media/ffmpeg.ts";
import { rangeAnswer } from "../artifacts/range.ts";
import { typeByContent } from "../../shared/contract/file-type.ts";

/** A plain file that can be read anywhere. `end` is inclusive. */
export interface PlainFile {
  bytes: number;
  read(range: { start: number; end: number }): AsyncIterable<Uint8Array>;
}

/** What a look found. */
export interface Facts {
  width: number;
  height: number;
  /** Length of a video. */
  seconds: number | null;
}

/** Programs of ffmpeg; throws MediaError ffmpeg_missing where there are none. */
export type FindTools = () => Promise<MediaTools>;

const longestSide = 8192;
const mostPixels = 40_000_000;
const longestVideoSide = 4096;
const longestVideo = 600;
/** A file that needs longer than this to be looked at is refused, in ms. */
const patience = 20_000;
const videoCodecs = new Set(["h264", "hevc", "vp8", "vp9", "av1", "prores", "mpeg4"]);

const refused = (message: string, cause?: unknown) =>
  new CodedError("file_refused", message, { fields: [{ path: "file", message }], ...(cause === undefined ? {} : { cause }) });

async function gather(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

/** Throws CodedError file_refused when the first bytes are not of the declared type. */
export function requireType(declared: InputType, first: Buffer): void {
  const found = typeByContent(first);
  if (found === declared) return;
  throw refused(
    found === null
      ? `This is not a file of type ${declared}, nor of another that the farm takes. Save it as one and bring it again.`
      : `This file was announced as ${declared} and is ${found}. Bring it again with its own type.`,
  );
}

async function inspectImage(declared: InputType, file: PlainFile): Promise<Facts> {
  const bytes = await gather(file.read({ start: 0, end: file.bytes - 1 }));
  const open = () => sharp(bytes, { limitInputPixels: mostPixels, failOn: "error", sequentialRead: true });
  const undecodable = (cause: unknown) => refused("This picture cannot be decoded. Save it again and bring it then.", cause);
  const {
    format,
    width,
    height,
    pages = 1,
  } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw undecodable(error);
    });
  if (`image/${format}` !== declared) throw refused(`This file was announced as ${declared} and is a picture of another kind.`);
  if (Math.max(width, height) > longestSide || width * height > mostPixels)
    throw refused(
      `This picture has ${width}x${height} pixels. The most are ${mostPixels / 1e6} million, and ${longestSide} a side: make it smaller.`,
    );
  if (pages > 1) throw refused("This picture moves. Bring one still picture, or a video.");
  // Every pixel is decoded, so that no job meets what cannot be.
  await open()
    .resize(16, 16, { fit: "fill" })
    .raw()
    .timeout({ seconds: patience / 1000 })
    .toBuffer()
    .catch((error: unknown) => {
      throw undecodable(error);
    });
  return { width, height, seconds: null };
}

/** Serves a file by ranges at an address that only the caller knows, while `work` runs. */
async function served<T>(file: PlainFile, work: (url: string) => Promise<T>): Promise<T> {
  const path = `/${randomBytes(24).toString("base64url")}`;
  const server = http.createServer((request, response) => {
    if (request.url !== path) return void response.writeHead(404).end();
    const answer = rangeAnswer(file.bytes, "", request.headers.range, undefined);
    if (answer.kind === "outside") return void response.writeHead(416, { "content-range": `bytes */${file.bytes}` }).end();
    const [start, end] = answer.kind === "part" ? [answer.start, answer.end] : [0, file.bytes - 1];
    const range = answer.kind === "part" ? { "content-range": `bytes ${start}-${end}/${file.bytes}` } : {};
    response.writeHead(answer.kind === "part" ? 206 : 200, { "accept-ranges": "bytes", "content-length": end - start + 1, ...range });
    const body = Readable.from(file.read({ start, end }), { objectMode: false });
    body.on("error", () => response.destroy());
    response.on("close", () => body.destroy());
    body.pipe(response);
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

interface Probed {
  format?: { duration?: string };
  streams?: { codec_name?: string; width?: number; height?: number }[];
  frames?: unknown[];
}

async function inspectVideo(declared: InputType, file: PlainFile, findTools: FindTools): Promise<Facts> {
  const { ffprobe } = await findTools().catch((cause: unknown) => {
    throw new CodedError("ffmpeg_missing", "This farm cannot look into videos at the moment: its ffmpeg is missing. Try again later.", {
      cause,
    });
  });
  // The first picture is decoded. No demuxer but the declared one, and nothing but this address, is opened.
  const demuxer = declared === "video/webm" ? "matroska" : "mov";
  const args = ["-v", "error", "-protocol_whitelist", "http,tcp", "-f", demuxer, "-select_streams", "v", "-read_intervals", "%+#1"];
  const shown = ["-show_entries", "format=duration:stream=codec_name,width,height:frame=media_type", "-of", "json"];
  const output = await served(file, (url) => readProgram(ffprobe, [...args, ...shown, url], AbortSignal.timeout(patience))).catch(
    (error: unknown) => {
      throw refused("This video cannot be decoded. Export it again and bring it then.", error);
    },
  );
  const { format, streams = [], frames = [] } = JSON.parse(output.toString("utf8")) as Probed;
  const [video, second] = streams;
  const { codec_name: codec = "", width = 0, height = 0 } = video ?? {};
  const seconds = Number(format?.duration ?? 0);
  if (video === undefined || second !== undefined || frames.length === 0 || width < 1 || height < 1)
    throw refused("A video has one picture track that can be decoded, and this file has not. Export it again.");
  if (!videoCodecs.has(codec)) throw refused(`The farm does not take the codec ${codec}. Export the video as H.264.`);
  if (Math.max(width, height) > longestVideoSide)
    throw refused(`This video has ${width}x${height} pixels. The most are ${longestVideoSide} a side: make it smaller.`);
  if (!(seconds > 0 && seconds <= longestVideo)) throw refused(`A video lasts at most ${longestVideo / 60} minutes. Cut it.`);
  return { width, height, seconds };
}

/** Looks into files, one at a time: a picture in the making needs much memory. */
export function createInspector(findTools: FindTools): (declared: InputType, file: PlainFile) => Promise<Facts> {
  let last: Promise<unknown> = Promise.resolve();
  return (declared, file) => {
    const look = () => (inputTypes[declared].kind === "image" ? inspectImage(declared, file) : inspectVideo(declared, file, findTools));
    const next = last.then(look);
    last = next.catch(() => undefined);
    return next;
  };
}
