import fc from "fast-check";
import { readFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { ZipFile } from "yazl";
import type { CharacterView } from "../../../shared/contract/studio/character-views.ts";
import { bytesOf, readZip } from "../../film/interchange/cards/zip.ts";
import { call, inFolder, withStudio } from "../../studio.fixture.ts";
import type { Studio } from "../../studio.ts";

const picture = (background: string) =>
  sharp({ create: { width: 40, height: 50, channels: 3, background } })
    .png()
    .toBuffer();
const sent = (name: string, bytes: Uint8Array) => ({ name, base64: Buffer.from(bytes).toString("base64") });
const importOne = async (studio: Studio, name: string, bytes: Uint8Array) =>
  (await call(studio, "characters", "importCards", { files: [sent(name, bytes)] })).cards[0];

async function zipOf(entries: readonly { name: string; bytes: Uint8Array }[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, bytes } of entries) zip.addBuffer(Buffer.from(bytes), name);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}
async function filesIn(file: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  await readZip(file, async ({ name }, stream) => void files.set(name, await bytesOf(stream, 1 << 26)));
  return files;
}

/** What a character is, without what belongs to this library alone. */
const essence = ({ profile, pictures, looks }: CharacterView) => ({
  profile: { ...profile, age: { ...profile.age, adult: false } },
  looks: looks.map(({ name, look, costume, hair, props }) => ({ name, look, costume, hair, props })),
  pictures: pictures.map(({ hash, angle, main, consent }) => ({ hash, angle, main, state: consent.state })),
});

const charxCard = {
  spec: "chara_card_v3",
  spec_version: "3.0",
  data: {
    name: "Tobias",
    description: "The old keeper.",
    assets: [
      { type: "icon", uri: "embeded://assets/icon/images/one.png", name: "main", ext: "png" },
      { type: "x-odd", uri: "embeded://assets/other/data.bin", name: "odd", ext: "bin" },
    ],
    odd: [1.0, "kept"],
    extensions: { "other/app": { a: 1 } },
  },
};

test("a CHARX comes in with every file and goes out with every byte of them", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const text = JSON.stringify(charxCard, null, 3).replace("1,", "1.0,");
      const entries = [
        { name: "card.json", bytes: Buffer.from(text) },
        { name: "assets/icon/images/one.png", bytes: await picture("red") },
        { name: "assets/other/data.bin", bytes: Buffer.from([0, 1, 2, 255]) },
        { name: "module.odd", bytes: Buffer.from("kept as it is") },
      ];
      const card = await importOne(studio, "tobias.charx", await zipOf(entries));
      expect(card).toMatchObject({ reason: null, format: "CHARX" });
      const view = await call(studio, "characters", "open", { characterId: card?.characterId ?? "" });
      expect(view).toMatchObject({ name: "Tobias", card: { spec: "v3", unknown: ["data.odd", "data.extensions.other/app"], files: 4 } });
      expect(view.pictures).toMatchObject([{ angle: "front", main: true, consent: { state: "unstated" } }]);
      expect(view.adult).toBe(false);
      const written = await call(studio, "characters", "exportCard", { characterId: view.id, format: "charx" });
      const files = await filesIn(written.file);
      expect([...files.keys()].toSorted()).toEqual(entries.map(({ name }) => name).toSorted());
      for (const { name, bytes } of entries) expect(files.get(name)).toEqual(bytes);
      await call(studio, "characters", "update", { characterId: view.id, patch: { persona: "Changed." } });
      const again = await filesIn((await call(studio, "characters", "exportCard", { characterId: view.id, format: "charx" })).file);
      expect(again.get("card.json")?.toString()).toBe(text.replace("The old keeper.", "Changed."));
    }),
  ));

test("every form goes out and comes in as the same character; a picture carries both forms", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const made = await call(studio, "characters", "create", {
        profile: {
          name: "Ilse: Varn?",
          aliases: ["Ilse"],
          persona: "Counts steps.",
          traits: ["patient"],
          age: { years: 34, statement: "34", adult: true },
        },
      });
      await call(studio, "characters", "addLook", {
        characterId: made.id,
        look: { name: "Oilskin", look: { wear: "coat" }, costume: "", hair: "wet", props: [] },
      });
      for (const format of ["v2-json", "v2-png", "v3-json", "v3-png", "charx"] as const) {
        const written = await call(studio, "characters", "exportCard", { characterId: made.id, format });
        expect(path.dirname(written.file)).toBe(written.folder);
        expect(await studio.blobs.has(written.hash)).toBe(true);
        const card = await importOne(studio, written.name, await readFile(written.file));
        expect(card).toMatchObject({ reason: null });
        const back = await call(studio, "characters", "open", { characterId: card?.characterId ?? "" });
        const { profile, looks } = essence(back);
        expect({ profile, looks }).toEqual({
          profile: essence(await call(studio, "characters", "open", { characterId: made.id })).profile,
          looks: essence(back).looks,
        });
        expect(looks.map(({ name }) => name)).toEqual(["Oilskin"]);
      }
    }),
  ));

test("a shared character is the whole of it: versions, references, consent with its revocation", () =>
  inFolder((one) =>
    inFolder(async (other) => {
      const { file, before } = await withStudio(one, async (studio) => {
        const made = await call(studio, "characters", "create", { profile: { name: "Maren" } });
        const evidence = await call(studio, "characters", "addEvidence", { source: sent("sheet.pdf", Buffer.from("signed")) });
        await call(studio, "characters", "addReference", {
          characterId: made.id,
          source: sent("a.png", await picture("blue")),
          angle: "profile",
          statement: { origin: "own-photo", subject: "other-person", evidence },
        });
        const view = await call(studio, "characters", "update", { characterId: made.id, patch: { persona: "Harbour master." } });
        const consentId = view.pictures[0]?.consentId ?? "";
        const effect = await call(studio, "characters", "consentEffect", { consentId });
        await call(studio, "characters", "revoke", { consentId, basis: effect.basis, reason: "asked for" });
        const written = await call(studio, "characters", "exportShare", { characterId: made.id });
        const { versions } = await call(studio, "characters", "versions", { characterId: made.id });
        return {
          file: await readFile(written.file),
          before: {
            ...essence(await call(studio, "characters", "open", { characterId: made.id })),
            labels: versions.map(({ label, at }) => ({ label, at })),
          },
        };
      });
      await withStudio(other, async (studio) => {
        const card = await importOne(studio, "maren.ovchar", file);
        expect(card).toMatchObject({ reason: null, format: "Shared character" });
        const view = await call(studio, "characters", "open", { characterId: card?.characterId ?? "" });
        const { versions } = await call(studio, "characters", "versions", { characterId: view.id });
        expect({ ...essence(view), labels: versions.map(({ label, at }) => ({ label, at })) }).toEqual(before);
        expect(view.consents).toMatchObject([{ subject: "other-person", evidence: { name: "sheet.pdf" }, stand: { state: "revoked" } }]);
        expect(await studio.blobs.has(view.consents[0]?.evidence?.hash ?? "")).toBe(true);
        // Whoever has taken back a consent gets none back by an older file: what is recorded here holds.
        // The same file once more is another character; nothing of the first one changes.
        const twin = await importOne(studio, "maren.ovchar", file);
        expect(twin?.characterId).not.toBe(card?.characterId);
        expect(twin?.notes.join(" ")).toContain("own consent record holds");
        const second = await call(studio, "characters", "open", { characterId: twin?.characterId ?? "" });
        expect(second.consent.state).toBe("revoked");
        expect(await call(studio, "characters", "open", { characterId: view.id })).toEqual(view);
      });
    }),
  ));

test("somebody under 18 in a card is never in mature work; blocked texts are refused with their member", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const young = {
        spec: "chara_card_v2",
        spec_version: "2.0",
        data: { name: "Pupil", description: "A 15-year-old who folds paper boats." },
      };
      const card = await importOne(studio, "young.json", Buffer.from(JSON.stringify(young)));
      const characterId = card?.characterId ?? "";
      expect(card?.notes.join(" ")).toContain("never in mature work");
      await call(studio, "characters", "update", { characterId, patch: { persona: "A grown keeper." } });
      expect((await call(studio, "characters", "open", { characterId })).notMature).toMatch(/never in mature work/);
      expect(
        await studio.call({
          namespace: "characters",
          method: "update",
          input: { characterId, patch: { age: { years: 40, statement: "40", adult: true } } },
        }),
      ).toMatchObject({ ok: false, error: { code: "policy_blocked" } });
      const blocked = { spec: "chara_card_v2", data: { name: "B", description: "fine", first_mes: "pornographic scene" } };
      expect(await importOne(studio, "b.json", Buffer.from(JSON.stringify(blocked)))).toMatchObject({
        characterId: null,
        field: "data.first_mes",
      });
      expect((await call(studio, "characters", "list", {})).total).toBe(1);
    }),
  ));

test("archives made to do harm are refused in words, and nothing of them is taken in", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const card = { name: "card.json", bytes: Buffer.from('{"name":"A","description":"b"}') };
      const good = await zipOf([card, { name: "xx/inside.bin", bytes: Buffer.from("x") }]);
      // Same length names, so that the archive stays whole.
      const renamed = (name: string) => Buffer.from(good.toString("latin1").replaceAll("xx/inside.bin", name), "latin1");
      const harm: [string, Buffer, RegExp][] = [
        ["out of the folder", renamed("../inside.bin"), /name that/],
        ["absolute", renamed("/xx/insid.bin"), /name that/],
        ["of Windows", renamed("C:/insidex.bi"), /name that/],
        ["backslashes", renamed("xx\\..\\ide.bin"), /name that|damaged|no zip/],
        ["twice", await zipOf([card, { name: "CARD.JSON", bytes: card.bytes }]), /twice/],
        ["a bomb", await zipOf([card, { name: "zeros", bytes: new Uint8Array(64 << 20) }]), /far more/],
        [
          "too many",
          await zipOf([card, ...Array.from({ length: 2100 }, (_, index) => ({ name: `f${index}`, bytes: new Uint8Array(0) }))]),
          /more than 2,000/,
        ],
        ["no card", await zipOf([{ name: "other.txt", bytes: Buffer.from("x") }]), /no card.json/],
        ["cut off", good.subarray(0, good.length - 30), /damaged|no zip/],
        ["nothing", Buffer.from("PK\u0005\u0006"), /damaged|no zip/],
      ];
      for (const [name, bytes, words] of harm) {
        const result = await importOne(studio, `${name}.charx`, bytes);
        expect(result?.characterId, name).toBeNull();
        expect(result?.reason, name).toMatch(words);
      }
      expect((await call(studio, "characters", "list", {})).total).toBe(0);
    }),
  ));

test("a damaged archive is taken in whole or refused in words, whatever byte of it is wrong", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const good = await zipOf([
        { name: "card.json", bytes: Buffer.from(JSON.stringify(charxCard)) },
        { name: "assets/icon/images/one.png", bytes: await picture("green") },
      ]);
      let taken = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 }),
          async (flips) => {
            const bytes = Buffer.from(good);
            for (const [at, by] of flips) bytes[at] = (bytes[at] ?? 0) ^ by;
            const result = await importOne(studio, "x.charx", bytes);
            if (result?.characterId === null) expect(result.reason).toMatch(/\.$/);
            else taken += 1;
            expect((await call(studio, "characters", "list", {})).total).toBe(taken);
          },
        ),
        { numRuns: 60 },
      );
    }),
  ));
