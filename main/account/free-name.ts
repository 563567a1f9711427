// Names of files that are written for a person: nothing that is there is replaced.
import { open } from "node:fs/promises";
import path from "node:path";
import { CodedError } from "../../shared/contract/errors.ts";

const most = 1000;

/** Makes an empty file in `folder`: `name.end`, or `name 2.end` where that is there already. Throws CodedError output_not_writable. */
export async function freeName(folder: string, name: string, end: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const file = path.join(folder, `${name}${number === 1 ? "" : ` ${number}`}${end}`);
    try {
      await (await open(file, "wx")).close();
      return file;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "EEXIST" && number < most) continue;
      throw new CodedError("output_not_writable", `The file cannot be written into ${folder}. Choose another exports folder.`, { cause });
    }
  }
}
