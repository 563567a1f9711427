// Failures of libraries and of the operating system as the product's own errors.
import { CodedError } from "../shared/contract/errors.ts";
import { MediaError } from "../shared/media/error.ts";
import { asFileError } from "./library/blobs.ts";
import { asStorageError } from "./library/database.ts";

/** Any failure as a CodedError where what happened is known; else the failure as it is. */
export function codedErrorOf(error: unknown): unknown {
  if (error instanceof MediaError) {
    const code = error.code === "ffmpeg_failed" || error.code === "not_media" ? "media_failed" : error.code;
    return new CodedError(code, error.message, { cause: error });
  }
  return asFileError(asStorageError(error));
}
