// The open film is the one that was asked for last, however slowly the one before it is answered.
import { expect, test } from "vitest";
import { createLink } from "../../lib/link.ts";
import type { Transport } from "../../lib/transport.ts";
import { createFilm } from "./film.ts";

const empty = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined } as unknown as Storage;

test("a film that is opened while another is still being asked for is asked for too", async () => {
  const asked: string[] = [];
  const answers = new Map<string, () => void>();
  const transport: Transport = {
    host: "browser",
    call: (_namespace, _method, input) => {
      const { projectId } = input as { projectId: string };
      asked.push(projectId);
      return new Promise((resolve) =>
        answers.set(projectId, () => resolve({ ok: false, error: { code: "not_found", message: `${projectId} is not here.` } })),
      );
    },
    onEvent: () => () => undefined,
    media: () => "",
    status: () => ({ state: "ready" }),
    onStatus: () => () => undefined,
  };
  const film = createFilm(createLink(transport), () => undefined, empty);
  const opened = [film.open("first"), film.open("second")];
  answers.get("first")?.();
  await expect.poll(() => asked).toEqual(["first", "second"]);
  answers.get("second")?.();
  await Promise.all(opened);
  expect(film.store.getState()).toMatchObject({ filmId: "second", error: { message: "second is not here." } });
});
