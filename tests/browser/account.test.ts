// A stranger on a farm that takes new accounts: from the letter in the folder to two-factor, and what each credit did.
import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, openWorld, startProgram, type Program, type World } from "./programs.ts";
import { findings, fitsSmall } from "./seen.ts";
import { stepByStep } from "./telling.ts";

const chromium = findChromium();
const email = "keeper@studio.example";
const password = "lamp wind pier salt";
const story = `INT. LIGHTHOUSE - NIGHT

ANNA reads a letter.

EXT. BEACH - DAWN

ANNA walks along the water.

EXT. PIER - DAY

ANNA waits with a lantern.
`;

/** The bytes of a base32 text. */
function base32(text: string): Buffer {
  const bits = [...text].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** The code that an authenticator app shows for `secret` (RFC 6238), `steps` half minutes from now. */
function appCode(secret: string, steps = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac("sha1", base32(secret)).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

describe.skipIf(chromium === undefined)("an account (skipped without a Chromium: install one or set CHROMIUM_PATH)", () => {
  let world: World;
  let farm: Program;
  let page: Page;
  let secret = "";
  let recovery: string[] = [];
  stepByStep(() => world);

  const button = (name: string | RegExp, exact = true) => page.getByRole("button", { name, exact }).last();
  const field = (name: string) => page.getByLabel(name, { exact: true }).last();
  const heading = (name: string) => page.getByRole("heading", { name });
  /** A row of the movements and what is said when it is opened. */
  const explained = async (row: Locator) => {
    await row.getByRole("button", { name: /^Explain/ }).click();
    return row.locator("xpath=following-sibling::tr[1]").innerText();
  };
  const row = (word: string, subject: RegExp) => page.locator("tr.movement").filter({ hasText: word }).filter({ hasText: subject });
  const signIn = async () => {
    const own = field("Password");
    await own.fill(password);
    await own.press("Enter");
    // Quicker than a person: the farm may ask to wait, and says how long.
    const limited = page.getByText(/^Too many tries/).last();
    await expect
      .poll(async () => {
        if ((await own.count()) === 0) return true;
        if ((await limited.count()) > 0) {
          await limited.waitFor({ state: "detached" });
          await own.press("Enter");
        }
        return false;
      })
      .toBe(true);
  };

  beforeAll(async () => {
    world = await openWorld(chromium ?? "", false);
    farm = await startProgram("gpu-server/farm.ts", ["--data", join(world.folder, "farm")], { FARM_PRICES: "test", SIGN_UP: "open" });
    page = await world.page();
  });
  afterAll(async () => {
    await farm?.stop();
    await world?.close();
  });

  test("a stranger finds the farm by its address; one that does not answer is said at the field", async () => {
    await button("Connect a farm").click();
    await page.getByRole("radio", { name: "Another farm" }).click();
    const [none, nobody] = ["Write the address with https:// in front", "No farm answers at this address."];
    const addresses = [
      ["ftp://farm.example.com", none],
      ["http://127.0.0.1:9", nobody],
      ["http://me:secret@127.0.0.1:9", none],
    ] as const;
    for (const [address, said] of addresses) {
      await field("Address").fill(address);
      await page.keyboard.press("Enter");
      await page.getByText(said).waitFor();
    }
    await field("Address").fill(farm.ready["url"] ?? "");
    await page.keyboard.press("Enter");
    await heading("Sign in to the farm").waitFor();
    await page.getByText("Anybody may make an account here.").waitFor();
    expect(await findings(page)).toEqual([]);
    await fitsSmall(page);
  });

  test("the letter lies in the folder that the screen names, and its link confirms the address", async () => {
    await button("Make an account").click();
    await field("Name").fill("Ingeborg Keeper");
    await field("Email").fill(email);
    await field("Password").fill("too short");
    await button("Make the account").click();
    await page.getByText("A password has at least 12 characters.").waitFor();
    expect(await field("Email").inputValue()).toBe(email);
    await field("Password").fill(password);
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await heading("Check your mail").waitFor();
    const folder = await page.locator("bdi").innerText();
    const letters = () => readdirSync(folder).filter((name) => name.endsWith(".eml"));
    await expect.poll(() => letters().length, { timeout: 30_000 }).toBeGreaterThan(0);
    const [link = ""] = /https?:\S+token=\S+/.exec(readFileSync(join(folder, letters()[0] ?? ""), "utf8")) ?? [];
    await fitsSmall(page);
    await field("Link or code").fill(link);
    await button("Confirm the address").click();
    await heading("Sign in to the farm").waitFor();
  });

  test("a wrong password is said beside it and takes nothing away; the right one signs in", async () => {
    await promisify(execFile)(process.execPath, ["gpu-server/farm.ts", "plan", email, "creator", "--data", join(world.folder, "farm")]);
    await field("Password").fill("wrong wrong wrong");
    await page.keyboard.press("Enter");
    await page.getByText("The address or the password is not right.").waitFor();
    expect(await field("Email").inputValue()).toBe(email);
    expect(await field("Password").inputValue()).toBe("wrong wrong wrong");
    await signIn();
    await page.getByRole("img", { name: /^60 credits free to spend/ }).waitFor();
    await page.getByRole("button", { name: "Account: Ingeborg Keeper" }).waitFor();
  });

  test("what is rendered is held; what is cancelled comes back, what arrives is taken, each explained", async () => {
    await page.getByRole("textbox", { name: "Story" }).fill(story);
    await button("Make a storyboard").click();
    await expect
      .poll(() => page.locator("[data-shot]").allTextContents())
      .toSatisfy((all: string[]) => all.length === 3 && all.every((text) => text.includes("To approve")));
    await button("Approve all 3 frames").click();
    await button(/^Render 3 approved shots/, false).click();
    await page.getByRole("link", { name: /^Queue/ }).click();
    const last = page.locator(".job-row").filter({ hasText: "Scene 3" });
    await last.getByText(/^In line/).waitFor();
    await last.locator("[data-job]").click();
    await page.keyboard.press("Delete");
    await last.getByText("Cancelled").waitFor();
    await page.getByRole("link", { name: "Account" }).click();
    await page.getByText(/^held for \d jobs?$/).waitFor();
    expect(await explained(row("Held", /Scene 1/))).toMatch(/1 credit/);
    expect(await explained(row("Returned", /Scene 3/))).toMatch(/1 credit/);
    await row("Taken", /Scene 1/).waitFor({ timeout: 60_000 });
    expect(await explained(row("Taken", /Scene 1/))).toMatch(/took the? ?1 credit/);
    await button("Returned").click();
    await row("Held", /./).first().waitFor({ state: "detached" });
    expect(await page.locator("tr.movement").count()).toBe(1);
    await button("All").click();
  });

  test("the page says the same to everybody: nothing serious by axe, nothing over the edge of a small window", async () => {
    await row("Taken", /Scene 2/).waitFor({ timeout: 60_000 });
    expect(await findings(page)).toEqual([]);
    await fitsSmall(page);
    await page.locator("main").click({ position: { x: 5, y: 5 } });
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    expect(
      await page
        .locator("[data-movement]")
        .nth(1)
        .evaluate((node) => node === document.activeElement),
    ).toBe(true);
  });

  test("another device is signed out from here", async () => {
    const there = await fetch(`${farm.ready["url"]}/v1/sessions`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: "studio://app", "user-agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0" },
      body: JSON.stringify({ email, password }),
    });
    const token = there.headers.get("set-auth-token") ?? "";
    const known = () => fetch(`${farm.ready["url"]}/v1/account`, { headers: { authorization: `Bearer ${token}` } });
    expect((await known()).status).toBe(200);
    await page.getByRole("link", { name: /^Queue/ }).click();
    await page.getByRole("link", { name: "Account" }).click();
    await button("Sign out Firefox on Linux").click();
    await page.getByText("Firefox on Linux is signed out").waitFor();
    expect((await known()).status).toBe(401);
    await button("Sign out Firefox on Linux").waitFor({ state: "detached" });
  });

  test("two-factor is set up with the code that the app shows, and its recovery codes are shown once", async () => {
    await button("Turn on").click();
    await signIn();
    await page.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
    expect(await findings(page)).toEqual([]);
    await fitsSmall(page);
    secret = (await page.locator(".dialog .select-all").innerText()).replaceAll(/\s/g, "");
    await field("Code that the app shows now").fill(appCode(secret));
    await page.keyboard.press("Enter");
    await page.getByText("Keep these recovery codes").waitFor();
    recovery = (await page.locator(".dialog pre").innerText()).split("\n");
    expect(recovery).toHaveLength(10);
    // Escape would lose what is not shown again.
    await page.keyboard.press("Escape");
    await button("I have kept them").click();
    await page.getByText("10 of 10 recovery codes left.").waitFor();
  });

  test("signed out, the film is here, what is rendered waits, and there is a way back in everywhere", async () => {
    await button("Sign out").click();
    await heading("Nobody is signed in").waitFor();
    for (const place of ["Storyboard", "Queue", "Exports"]) {
      await page.getByRole("link", { name: place }).click();
      await page.getByText("Nothing is lost: films are kept on this computer").waitFor();
    }
    await page.getByRole("link", { name: "Storyboard" }).click();
    await page.locator("[data-shot]").first().waitFor();
    await button(/^Render 1 approved shot/, false).click();
    await page.getByText("1 shot waits here until you sign in").waitFor();
    await page.getByRole("banner").getByRole("button", { name: "Sign in" }).click();
    await heading("Sign in to the farm").waitFor();
  });

  test("the password, then a code of the app: it may be pasted anywhere; a wrong one is said", async () => {
    await signIn();
    await field("Six-digit code").fill("000000");
    await page.keyboard.press("Enter");
    await page.getByText("This code is not right or was used already.").waitFor();
    expect(await findings(page)).toEqual([]);
    await fitsSmall(page);
    await heading("Sign in to the farm").click();
    await page.evaluate(
      (text) => {
        const data = new DataTransfer();
        data.setData("text/plain", text);
        document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      },
      appCode(secret, 1).replace(/^.../, "$& "),
    );
    await page.keyboard.press("Enter");
    // Back where signing in was asked for, and what waited goes out.
    await page.locator("[data-shot]").first().waitFor();
    await page.getByRole("button", { name: "Account: Ingeborg Keeper" }).waitFor();
    await expect.poll(() => page.locator("[data-shot]").last().textContent(), { timeout: 60_000 }).toMatch(/Queued|Rendering|Rendered/);
  });

  test("without the phone a recovery code opens, once, and says how many are left", async () => {
    await page.getByRole("button", { name: "Account: Ingeborg Keeper" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await button("Sign in").click();
    await signIn();
    await button("Use a recovery code").click();
    await field("Recovery code").fill(recovery[0] ?? "");
    await page.keyboard.press("Enter");
    await page.getByText("9 recovery codes left.").waitFor();
    await page.getByRole("button", { name: "Account: Ingeborg Keeper" }).waitFor();
  });

  test("no page complained", () => {
    expect(world.complaints).toEqual([]);
  });
});
