import fc from "fast-check";
import { expect, test } from "vitest";
import type { CharacterView } from "../../../shared/contract/studio/character-views.ts";
import { call, inFolder, shortStory, withStudio } from "../../studio.fixture.ts";

const step = fc.record({
  kind: fc.constantFrom(
    "persona",
    "traits",
    "addLook",
    "setLook",
    "removeLook",
    "span",
    "dropSpan",
    "bringBack",
    "remove",
    "link",
    "undo",
    "redo",
  ),
  which: fc.nat(9),
  word: fc.string({ unit: "grapheme-ascii", maxLength: 12 }),
});

/** Everything that a person said: what undo brings back. */
const said = (view: CharacterView) => ({
  removed: view.removedAt !== null,
  profile: view.profile,
  looks: view.looks.map(({ id, name, costume }) => ({ id, name, costume })),
  pictures: view.pictures,
  spans: view.spans,
  cast: view.cast,
});

test("undo and redo bring back exactly what was, and the history keeps every version as it was written", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const film = await call(studio, "projects", "create", { story: shortStory });
      await studio.stills.idle();
      const names = (await call(studio, "characters", "list", { projectId: film.id })).unlinked.map(({ name }) => name);
      const scenes = film.scenes.map((scene) => scene.id);
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
          const made = await call(studio, "characters", "create", { profile: { name: "Ilse" } });
          const characterId = made.id;
          const open = () => call(studio, "characters", "open", { characterId });
          const past: ReturnType<typeof said>[] = [];
          const future: ReturnType<typeof said>[] = [];
          const written = new Map<number, string>();
          let now = said(await open());
          for (const { kind, which, word } of steps) {
            const view = await open();
            const look = view.looks[which % Math.max(1, view.looks.length)];
            const span = view.spans[which % Math.max(1, view.spans.length)];
            const place = {
              characterId,
              projectId: film.id,
              lookId: look?.id ?? characterId,
              fromSceneId: scenes[which % scenes.length] ?? "",
            };
            const number = 1 + (which % view.versions);
            const input: Record<string, [string, object]> = {
              persona: ["update", { characterId, patch: { persona: word } }],
              traits: ["update", { characterId, patch: { traits: word.trim() === "" ? [] : [word.trim()] } }],
              addLook: ["addLook", { characterId, look: { name: `Look ${which}`, look: {}, costume: word, hair: "", props: [] } }],
              setLook: ["setLook", { characterId, lookId: look?.id ?? characterId, patch: { costume: word } }],
              removeLook: ["removeLook", { characterId, lookId: look?.id ?? characterId }],
              span: ["setSpan", { ...place, toSceneId: which % 2 === 0 ? null : (scenes.at(-1) ?? null) }],
              dropSpan: [
                "removeSpan",
                span === undefined ? place : { characterId, projectId: film.id, lookId: span.lookId, fromSceneId: span.fromSceneId },
              ],
              bringBack: ["bringBack", { characterId, number }],
              remove: [view.removedAt === null ? "remove" : "restore", { characterIds: [characterId] }],
              link: [
                "link",
                { projectId: film.id, name: names[which % names.length] ?? "", characterId: which % 3 === 0 ? null : characterId },
              ],
              undo: ["undo", {}],
              redo: ["redo", {}],
            };
            const [method, given] = input[kind] ?? ["", {}];
            // The log holds changes of earlier characters too: only this one's own are taken back here.
            if (kind === "undo" && past.length === 0) continue;
            const before = now;
            const log = await call(studio, "characters", "list", {});
            await studio.call({ namespace: "characters", method, input: given });
            const logged = (await call(studio, "characters", "list", {})).log;
            now = said(await open());
            if (kind === "undo") {
              expect(now).toEqual(past.pop());
              future.push(before);
            } else if (kind === "redo") {
              if (future.length === 0) expect(now).toEqual(before);
              else {
                expect(now).toEqual(future.pop());
                past.push(before);
              }
            } else if (
              JSON.stringify(now) !== JSON.stringify(before) ||
              logged.undo !== log.log.undo ||
              (future.length > 0 && logged.redo === null)
            ) {
              past.push(before);
              future.length = 0;
            }
            const { versions } = await call(studio, "characters", "versions", { characterId });
            expect(versions.map((version) => version.number)).toEqual(versions.map((_, index) => versions.length - index));
            for (const version of versions) {
              const text = JSON.stringify(
                await call(studio, "characters", "compareVersions", { characterId, from: 1, to: version.number }),
              );
              expect(text).toBe(written.get(version.number) ?? text);
              written.set(version.number, text);
            }
          }
          while (past.length > 0) {
            await call(studio, "characters", "undo", {});
            expect(said(await open())).toEqual(past.pop());
          }
        }),
        { numRuns: 12 },
      );
    }),
  ));
