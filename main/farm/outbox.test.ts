import fc from "fast-check";
import { expect, test } from "vitest";
import { call, inFolder, shortStory, testPorts, until, withStudio } from "../studio.fixture.ts";
import { createStudio, type Studio } from "../studio.ts";
import { type Fate, startTestFarm } from "./farm.fixture.ts";

const states = (studio: Studio) => studio.farm.list().map((job) => job.mirror.state);

async function approvedFilm(studio: Studio): Promise<string> {
  const film = await call(studio, "projects", "create", { story: shortStory });
  await call(studio, "storyboard", "approve", { shotIds: film.scenes.flatMap((scene) => scene.shots.map((shot) => shot.id)) });
  return film.id;
}
const shotStates = async (studio: Studio, projectId: string) => {
  const film = await call(studio, "projects", "open", { projectId });
  return film.scenes.flatMap((scene) => scene.shots.map((shot) => shot.state));
};

test("whatever is lost between studio and farm, one submission is one batch of jobs and every clip arrives once", async () => {
  const fate = fc.constantFrom<Fate>("answer", "take-and-drop", "drop", "refuse-503");
  await fc.assert(
    fc.asyncProperty(fc.array(fate, { minLength: 1, maxLength: 4 }), fc.array(fc.nat(400), { maxLength: 2 }), async (fates, restarts) => {
      const farm = await startTestFarm();
      farm.fates.push(...fates);
      await inFolder(async (folder) => {
        let projectId = "";
        let submissions = 0;
        await withStudio(
          folder,
          async (studio) => {
            projectId = await approvedFilm(studio);
            const { jobs } = await call(studio, "storyboard", "render", { projectId });
            submissions = new Set(studio.farm.list().map((job) => job.row.submissionId)).size;
            expect(jobs.length).toBe(submissions);
            if (restarts[0] !== undefined) await new Promise((resolve) => setTimeout(resolve, restarts[0]));
          },
          farm.address,
        );
        for (const wait of restarts.slice(1))
          await withStudio(folder, () => new Promise((resolve) => setTimeout(resolve, wait)), farm.address);
        await withStudio(
          folder,
          async (studio) => {
            await until(async () => (await shotStates(studio, projectId)).every((state) => state === "rendered"), "every shot is rendered");
            expect(states(studio)).toEqual(studio.farm.list().map(() => "succeeded"));
            const takes = await Promise.all(
              (await call(studio, "projects", "open", { projectId })).scenes.flatMap((scene) =>
                scene.shots.map((shot) => call(studio, "storyboard", "takes", { shotId: shot.id })),
              ),
            );
            for (const { takes: own } of takes)
              expect(own.filter((take) => take.kind === "clip" && !take.stale).length).toBe(
                own.filter((take) => take.kind === "clip").length,
              );
          },
          farm.address,
        );
        expect(new Set(farm.keys).size).toBe(farm.keys.length);
        expect(farm.keys.length).toBe(submissions);
        expect(farm.jobs.size).toBe(submissions);
      });
      await farm.stop();
    }),
    { numRuns: 6 },
  );
}, 120_000);

test("the farm gets the jobs of one Render in film order, also when it is too busy for the first of them", () =>
  inFolder(async (folder) => {
    const farm = await startTestFarm();
    farm.atOnce = false;
    farm.fates.push("refuse-503");
    await withStudio(
      folder,
      async (studio) => {
        await until(() => studio.farm.status().state === "connected", "the farm is connected");
        await call(studio, "storyboard", "render", { projectId: await approvedFilm(studio) });
        await until(() => states(studio).every((state) => state === "queued"), "all are queued");
        const film = studio.farm.list();
        expect(film.length).toBeGreaterThan(1);
        expect([...farm.jobs.values()].map(({ job }) => job.label)).toEqual(film.map(({ row }) => row.id));
      },
      farm.address,
    );
    await farm.stop();
  }));

test("an answer that was lost is shown as being checked, never as done", () =>
  inFolder(async (folder) => {
    const farm = await startTestFarm();
    farm.atOnce = false;
    farm.fates.push("take-and-drop", "drop", "drop", "drop", "drop", "drop", "drop");
    await withStudio(
      folder,
      async (studio) => {
        await until(() => studio.farm.status().state === "connected", "the farm is connected");
        const projectId = await approvedFilm(studio);
        await call(studio, "storyboard", "render", { projectId });
        await until(() => states(studio).includes("unknown"), "a lost answer is unknown");
        expect(await shotStates(studio, projectId)).toContain("unknown");
      },
      farm.address,
    );
    await farm.stop();
  }));

test("without a farm everything local works, jobs wait, and go out by themselves when it comes", () =>
  inFolder(async (folder) => {
    const farm = await startTestFarm();
    await farm.stop();
    await withStudio(
      folder,
      async (studio) => {
        await until(() => studio.farm.status().state === "offline", "the farm is away");
        const projectId = await approvedFilm(studio);
        await call(studio, "storyboard", "render", { projectId });
        expect(new Set(await shotStates(studio, projectId))).toEqual(new Set(["unsent"]));
        const [first] = studio.farm.list();
        expect((await call(studio, "jobs", "cancel", { jobId: first?.row.id ?? "" })).state).toBe("cancelled");
        await farm.start();
        await until(async () => {
          const all = await shotStates(studio, projectId);
          return all.every((state) => state === "rendered" || state === "cancelled");
        }, "what waited is rendered, what was cancelled is not");
        expect(farm.jobs.size).toBe(studio.farm.list().length - 1);
      },
      farm.address,
    );
    await farm.stop();
  }));

test("a farm that goes away and comes back goes on where it was", () =>
  inFolder(async (folder) => {
    const farm = await startTestFarm();
    farm.atOnce = false;
    await withStudio(
      folder,
      async (studio) => {
        const projectId = await approvedFilm(studio);
        await call(studio, "storyboard", "render", { projectId });
        await until(() => states(studio).every((state) => state === "queued"), "all are queued");
        await farm.stop();
        await until(() => studio.farm.status().state !== "connected", "the studio sees that it is away");
        for (const id of farm.jobs.keys()) farm.finish(id);
        await farm.start();
        await until(async () => (await shotStates(studio, projectId)).every((state) => state === "rendered"), "every clip arrived");
      },
      farm.address,
    );
    await farm.stop();
  }));

test("an end that is told while a gap before it is asked for is not missed", () =>
  inFolder(async (folder) => {
    const farm = await startTestFarm();
    farm.atOnce = false;
    await withStudio(
      folder,
      async (studio) => {
        const projectId = await approvedFilm(studio);
        await call(studio, "storyboard", "render", { projectId });
        await until(() => states(studio).every((state) => state === "queued"), "all are queued");
        const farmId = studio.farm.list()[0]?.row.farmId ?? "";
        let answer: () => void = () => undefined;
        farm.lookAnswer = new Promise((resolve) => (answer = resolve));
        farm.mute = true;
        farm.begin(farmId, 0);
        farm.mute = false;
        farm.begin(farmId, 0);
        await until(() => farm.looks === 1, "the gap is seen");
        farm.finish(farmId);
        // The stream is faster than the answer.
        await new Promise((resolve) => setTimeout(resolve, 50));
        answer();
        await until(() => states(studio)[0] === "succeeded", "the end is known");
      },
      farm.address,
    );
    await farm.stop();
  }));

test("a gap whose answer fails is asked for again", () =>
  inFolder(async (folder) => {
    const farm = await startTestFarm();
    farm.atOnce = false;
    await withStudio(
      folder,
      async (studio) => {
        const projectId = await approvedFilm(studio);
        await call(studio, "storyboard", "render", { projectId });
        await until(() => states(studio).every((state) => state === "queued"), "all are queued");
        const farmId = studio.farm.list()[0]?.row.farmId ?? "";
        farm.lookAnswer = "fail";
        farm.mute = true;
        farm.begin(farmId, 0);
        farm.mute = false;
        farm.finish(farmId);
        await until(() => farm.looks > 0, "the gap is seen");
        farm.lookAnswer = null;
        await until(() => states(studio)[0] === "succeeded", "the end is known");
      },
      farm.address,
    );
    await farm.stop();
  }));

test("a lost cache is asked for again: nothing of the film depends on it", () =>
  inFolder(async (folder) => {
    const farm = await startTestFarm();
    let projectId = "";
    const { rm } = await import("node:fs/promises");
    await withStudio(
      folder,
      async (studio) => {
        projectId = await approvedFilm(studio);
        await call(studio, "storyboard", "render", { projectId });
        await until(async () => (await shotStates(studio, projectId)).every((state) => state === "rendered"), "rendered");
      },
      farm.address,
    );
    for (const suffix of ["", "-wal", "-shm"]) await rm(`${folder}/library/cache.db${suffix}`, { force: true });
    await withStudio(
      folder,
      async (studio) => {
        expect(new Set(await shotStates(studio, projectId))).toEqual(new Set(["rendered"]));
        await until(() => states(studio).every((state) => state === "succeeded"), "the farm's word is known again");
      },
      farm.address,
    );
    await farm.stop();
  }));

test("a session that the farm does not know is said, and what is rendered waits for one that it knows", () =>
  inFolder(async (folder) => {
    const farm = await startTestFarm();
    const bad = { ...farm.address, token: () => Promise.resolve("bad") };
    await withStudio(
      folder,
      async (studio) => {
        await until(() => studio.farm.status().state === "signed-out", "the farm refuses the session");
        const projectId = await approvedFilm(studio);
        expect(await studio.call({ namespace: "storyboard", method: "render", input: { projectId } })).toMatchObject({ ok: true });
        expect(new Set(states(studio))).toEqual(new Set(["unsent"]));
      },
      bad,
    );
    await withStudio(
      folder,
      async (studio) => {
        await until(() => states(studio).every((state) => state !== "unsent" && state !== "unknown"), "what waited is sent");
      },
      farm.address,
    );
    await farm.stop();
  }));

test("a price that is not the one shown is not paid", () =>
  inFolder(async (folder) => {
    const farm = await startTestFarm();
    await withStudio(
      folder,
      async (studio) => {
        await until(() => studio.farm.status().state === "connected", "connected");
        const projectId = await approvedFilm(studio);
        const shown = (await call(studio, "projects", "open", { projectId })).quote.credits;
        expect(shown).toBeGreaterThan(0);
        expect(
          await studio.call({ namespace: "storyboard", method: "render", input: { projectId, expectedCredits: shown - 1 } }),
        ).toMatchObject({ ok: false, error: { code: "conflict" } });
        expect(farm.jobs.size).toBe(0);
        await call(studio, "storyboard", "render", { projectId, expectedCredits: shown });
        await until(() => farm.jobs.size > 0, "sent");
      },
      farm.address,
    );
    await farm.stop();
  }));

test("of a job that runs, a shot shows its own segments alone, and one whose turn has not come waits", () =>
  inFolder(async (folder) => {
    const farm = await startTestFarm();
    farm.atOnce = false;
    await withStudio(
      folder,
      async (studio) => {
        const projectId = await approvedFilm(studio);
        const { jobs } = await call(studio, "storyboard", "render", { projectId });
        await until(() => states(studio).every((state) => state === "queued"), "all are queued");
        const job = studio.farm.listed(projectId).find((one) => new Set(one.row.segments.map((segment) => segment.shotId)).size > 1);
        expect(jobs.map((one) => one.id)).toEqual(studio.farm.listed(projectId).map((one) => one.row.id));
        const farmId = job?.row.farmId ?? "";
        const own = async () => {
          const film = await call(studio, "projects", "open", { projectId });
          const ids = new Set<string>(job?.row.segments.map((segment) => segment.shotId));
          return film.scenes.flatMap((scene) => scene.shots).filter((shot) => ids.has(shot.id));
        };
        const first = farm.begin(farmId, 0);
        await until(async () => (await own())[0]?.preview === first, "the first shot shows its preview");
        const [one, ...others] = await own();
        expect(one).toMatchObject({ state: "rendering", preview: first });
        expect(others.length).toBeGreaterThan(0);
        for (const shot of others)
          expect(shot).toMatchObject({ state: "queued", detail: "next in this job", preview: null, progress: null });
        const place = job?.row.segments.findIndex((segment) => segment.shotId === others[0]?.id) ?? 0;
        const second = farm.begin(farmId, place);
        await until(async () => (await own())[1]?.preview === second, "the second shot shows its own preview");
        expect((await own())[0]?.preview).toBe(first);
        farm.finish(farmId);
        await until(async () => (await own()).every((shot) => shot.state === "rendered" && shot.preview === null), "the scene is rendered");
      },
      farm.address,
    );
    await farm.stop();
  }));

test("a farm that is back is found at once when a person asks", () =>
  inFolder(async (folder) => {
    const farm = await startTestFarm();
    await farm.stop();
    await withStudio(
      folder,
      async (studio) => {
        await until(() => studio.farm.status().state === "offline", "the farm is away");
        expect(await call(studio, "app", "tryNow", {})).toMatchObject({ state: "offline" });
        await farm.start();
        expect(await call(studio, "app", "tryNow", {})).toMatchObject({ state: "connected" });
        expect(await call(studio, "app", "tryNow", {})).toMatchObject({ state: "connected" });
      },
      farm.address,
    );
    await farm.stop();
  }));

test("a computer without ffmpeg says so before anything is sent, and frames are drawn all the same", () =>
  inFolder(async (folder) => {
    const farm = await startTestFarm();
    const studio = await createStudio({ ...testPorts(folder, farm.address), environment: { PATH: folder } });
    const install = expect.stringMatching(/ffmpeg was not found.*install/i) as string;
    expect((await call(studio, "app", "state", {})).lacks).toEqual(install);
    const projectId = await approvedFilm(studio);
    expect(new Set(await shotStates(studio, projectId))).toEqual(new Set(["approved"]));
    await until(() => studio.farm.status().state === "connected", "connected");
    expect(await studio.call({ namespace: "storyboard", method: "render", input: { projectId } })).toMatchObject({
      ok: false,
      error: { code: "ffmpeg_missing", message: install },
    });
    expect([farm.jobs.size, studio.farm.list().length]).toEqual([0, 0]);
    await studio.close();
    await farm.stop();
  }));
