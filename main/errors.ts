// Failures of libraries and of the operating system as the product's own errors.
import path from "node:path";
import { CodedError } from "../shared/contract/errors.ts";
import { MediaError } from "../shared/media/error.ts";
import { asFileError, diskFull } from "./library/blobs.ts";
import { asStorageError } from "./library/database.ts";

/** Any failure as a CodedError where what happened is known; else the failure as it is. `folder` names the disk of a full one. */
export function codedErrorOf(error: unknown, folder?: string): unknown {
  const coded = codedOf(error, folder);
  // A sentence that names no disk says less than one that does.
  const unnamed = coded instanceof CodedError && coded.code === "disk_full" && !coded.message.includes(path.sep);
  return unnamed && folder !== undefined ? diskFull(folder, coded) : coded;
}

function codedOf(error: unknown, folder: string | undefined): unknown {
  if (error instanceof MediaError) {
    const code = error.code === "ffmpeg_failed" || error.code === "not_media" ? "media_failed" : error.code;
    return new CodedError(code, error.message, { cause: error });
  }
  return asFileError(asStorageError(error), folder);
}
