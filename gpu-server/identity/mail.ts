// How a letter leaves: by SMTP where the farm has a mail server, else into a folder of the data folder,
// where whoever runs a local farm can read it.
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import type { RandomBytes } from "./secrets.ts";

export interface Letter {
  to: string;
  subject: string;
  text: string;
}

export interface MailPort {
  send(letter: Letter): Promise<void>;
  /** Deletes what the farm itself keeps of letters to an address. Returns how many. */
  forget(address: string): Promise<number>;
  /** Deletes what it keeps of letters that were sent before `time`, in ms. */
  forgetBefore(time: number): Promise<void>;
}

/** By SMTP; `url` like smtps://user:password@host. */
export function smtpMail(url: string, from: string): MailPort {
  const transport = createTransport(url, { from });
  return {
    send: async (letter) => void (await transport.sendMail(letter)),
    forget: () => Promise.resolve(0),
    forgetBefore: () => Promise.resolve(),
  };
}

/** The letter of `head` and `text`, its lines as they are: whoever opens the file in an editor copies a link or a code out of it whole. */
function readable(head: string, text: string): string {
  const fields = (head.split("\r\n\r\n", 1)[0] ?? "").replace(/^Content-Transfer-Encoding: .*$/im, "Content-Transfer-Encoding: 8bit");
  return `${fields}\r\n\r\n${text.trimEnd().replaceAll(/\r?\n/g, "\r\n")}\r\n`;
}

/** Into `folder`, one .eml file a letter, for its user alone. `now` in ms. */
export function folderMail(folder: string, from: string, now: () => number, random: RandomBytes): MailPort {
  const files = async () =>
    (await readdir(folder).catch(() => [])).filter((name) => /\.eml(\.new)?$/.test(name)).map((name) => join(folder, name));
  const transport = createTransport({ streamTransport: true, buffer: true }, { from });
  return {
    async send(letter) {
      const { message } = (await transport.sendMail({ ...letter, text: "." })) as { message: Buffer };
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const time = new Date(now()).toISOString().replaceAll(/[:.]/g, "-");
      const file = join(folder, `${time}-${Buffer.from(random(4)).toString("hex")}.eml`);
      await writeFile(`${file}.new`, readable(message.toString(), letter.text), { mode: 0o600, flush: true });
      await rename(`${file}.new`, file);
    },
    async forget(address) {
      const wanted = `to: ${address.toLowerCase()}`;
      let gone = 0;
      for (const file of await files()) {
        const head = (await readFile(file, "latin1")).split("\r\n\r\n", 1)[0] ?? "";
        if (!head.toLowerCase().split("\r\n").includes(wanted)) continue;
        await rm(file, { force: true });
        gone += 1;
      }
      return gone;
    },
    async forgetBefore(time) {
      for (const file of await files()) if ((await stat(file)).mtimeMs < time) await rm(file, { force: true });
    },
  };
}
