// For tests of accounts: people who sign up, read their mail and sign in over HTTP, each from an address
// of their own, and an authenticator app.
import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- answers are looked into by tests, which fail on a wrong shape
  body: any;
}

export interface SendOptions {
  token?: string | undefined;
  cookie?: string;
  ip?: string;
  headers?: Record<string, string>;
}

let lastAddress = 0;
/** An address that no request of this run came from. */
export function freshIp(): string {
  lastAddress += 1;
  return `10.${(lastAddress >> 16) & 255}.${(lastAddress >> 8) & 255}.${lastAddress & 255}`;
}

export const password = "correct horse battery";

/** A client of the farm at `url` that says its Origin; the farm trusts the loopback proxy. */
export function client(url: string) {
  return async (
    method: string,
    path: string,
    body?: unknown,
    { token, cookie, ip = freshIp(), headers = {} }: SendOptions = {},
  ): Promise<Answer> => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        origin: "studio://app",
        "x-forwarded-for": ip,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(cookie === undefined ? {} : { cookie }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    let parsed: unknown = null;
    try {
      parsed = JSON.parse(text);
    } catch {
      // No JSON: `text` has it.
    }
    return { status: answer.status, headers: answer.headers, text, body: parsed };
  };
}
export type Send = ReturnType<typeof client>;

/** Letters to `to` in the mail folders of the farms under `data`, oldest first. */
export function lettersTo(data: string, to: string): string[] {
  return readdirSync(data, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".eml"))
    .sort((a, b) => basename(a).localeCompare(basename(b)))
    .map((name) => readFileSync(join(data, name), "utf8"))
    .filter((letter) => letter.includes(`To: ${to}`));
}

/** The newest letter to `to` that holds `words`, once it is there: within a minute, for a busy machine sends late. */
export async function letterTo(data: string, to: string, words: string): Promise<string> {
  for (let tries = 0; tries < 2400; tries += 1) {
    const found = lettersTo(data, to).findLast((letter) => letter.includes(words));
    if (found !== undefined) return found;
    await sleep(25);
  }
  throw new Error(`no letter to ${to} with "${words}"`);
}

let people = 0;
/** A mail address that nobody used. */
export function freshEmail(): string {
  people += 1;
  return `person${people}.${process.pid}@example.com`;
}

/** Signs someone up, confirms the address and signs in. */
export async function newPerson(send: Send, data: string, email = freshEmail()) {
  const answer = await send("POST", "/v1/accounts", { email, password, name: "Somebody" });
  if (answer.status >= 300) throw new Error(`no sign-up: ${answer.status} ${answer.text}`);
  const letter = await letterTo(data, email, "/v1/accounts/verification?token=");
  const [, verification = ""] = /verification\?token=(\S+)/.exec(letter) ?? [];
  await send("POST", "/v1/accounts/verification", { token: decodeURIComponent(verification) });
  return { email, token: await signIn(send, email) };
}

/** The token of a sign-in by password. */
export async function signIn(send: Send, email: string, word = password): Promise<string> {
  const answer = await send("POST", "/v1/sessions", { email, password: word });
  const token = answer.headers.get("set-auth-token");
  if (token === null) throw new Error(`no sign-in: ${answer.status} ${answer.text}`);
  return token;
}

/** The code of an authenticator app that read `uri`, `steps` half minutes from now (RFC 6238). */
export function codeOf(uri: string, steps = 0): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...(new URL(uri).searchParams.get("secret") ?? "").replaceAll("=", "")]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** The cookies that an answer sets, as a client sends them back. */
export function cookiesOf({ headers }: Answer): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
