// The core against a real farm through a line that loses answers: one submission stays one batch of jobs, each clip
// arrives once, and the scenes of a film are queued, run and listed in film order.
import fc from "fast-check";
import { rmSync } from "node:fs";
import { createServer, type IncomingMessage, request as forward, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalFarm, startLocalFarm } from "../../main/cli/local-farm.ts";
import { removeFarmData } from "../farm-data.ts";
import type { FarmAddress } from "../../main/ports.ts";
import { call, inFolder, until, withStudio } from "../../main/studio.fixture.ts";
import type { Studio } from "../../main/studio.ts";

type Fate = "answer" | "answer is lost" | "never arrives";

const story = `Three Places

At dawn ANNA walks along the beach with a lantern.

That night, inside the lighthouse, Anna sits at a table and reads a letter.

The next morning, in the forest, Anna digs under an old oak.
`;

const folder = path.join(process.env["TMPDIR"] ?? "/tmp", `core-farm-${process.pid}`);
let local: LocalFarm;
let farm: FarmAddress;
beforeAll(async () => {
  local = await startLocalFarm({
    productFolder: path.resolve(import.meta.dirname, "../.."),
    dataFolder: folder,
    environment: process.env,
    ready: (address) => (farm = address),
    trouble: (words) => console.error(words),
  });
}, 120_000);
afterAll(async () => {
  await local.stop();
  removeFarmData(path.join(folder, "farm"));
  rmSync(folder, { recursive: true, force: true });
});

interface Line {
  address: FarmAddress;
  /** Bodies of submissions that reached the farm, by their key. */
  taken: Map<string, string>;
  close(): Promise<void>;
}

/** A line to the farm: each submission meets the next fate, anything else passes. */
async function lossyLine(fates: Fate[]): Promise<Line> {
  const target = new URL(farm.url);
  const taken = new Map<string, string>();
  const open = new Set<Socket>();
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const isSubmission = request.url === "/v1/jobs/batch";
    const fate = isSubmission ? (fates.shift() ?? "answer") : "answer";
    if (fate === "never arrives") return void request.socket.destroy();
    if (isSubmission) {
      const key = String(request.headers["idempotency-key"]);
      expect(taken.get(key) ?? body.toString()).toBe(body.toString());
      taken.set(key, body.toString());
    }
    const onward = forward(
      { host: target.hostname, port: target.port, path: request.url, method: request.method, headers: request.headers },
      (answer) => {
        if (fate === "answer is lost") {
          answer.resume();
          answer.on("end", () => request.socket.destroy());
          return;
        }
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.destroy());
    onward.end(body);
  };
  const server = createServer((request, response) => void pass(request, response).catch(() => response.destroy()));
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  server.on("upgrade", (request, socket, head) => {
    const onward = connect(Number(target.port), target.hostname, () => {
      const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${String(value)}`);
      onward.write(`GET ${request.url ?? ""} HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`);
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    for (const one of [socket, onward]) one.on("error", () => [socket, onward].forEach((end) => end.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: { ...farm, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    taken,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const shotsOf = async (studio: Studio, projectId: string) =>
  (await call(studio, "projects", "open", { projectId })).scenes.flatMap((scene) => scene.shots);

/** What must hold at every moment: places in the farm's queue grow with the film. */
function checkPlaces(studio: Studio, projectId: string): void {
  const places = studio.farm
    .listed(projectId)
    .flatMap(({ mirror }) => (mirror.state === "queued" && mirror.position !== null ? [mirror.position] : []));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
}

test("whatever the line to a real farm loses, each scene is one batch, each clip one take, and scenes run in film order", async () => {
  const fate = fc.constantFrom<Fate>("answer", "answer is lost", "never arrives");
  await fc.assert(
    fc.asyncProperty(fc.array(fate, { minLength: 2, maxLength: 5 }), fc.nat(600), async (fates, restartAfter) => {
      const line = await lossyLine([...fates]);
      await inFolder(async (data) => {
        let projectId = "";
        await withStudio(
          data,
          async (studio) => {
            const film = await call(studio, "projects", "create", { story });
            projectId = film.id;
            for (const shot of film.scenes.flatMap((scene) => scene.shots))
              await call(studio, "storyboard", "updateShot", { shotId: shot.id, patch: { frames: 16 } });
            await call(studio, "storyboard", "approve", { shotIds: film.scenes.flatMap((scene) => scene.shots.map((shot) => shot.id)) });
            await until(() => studio.farm.status().state === "connected", "the farm is there");
            await call(studio, "storyboard", "render", { projectId });
            await new Promise((resolve) => setTimeout(resolve, restartAfter));
          },
          line.address,
        );
        await withStudio(
          data,
          async (studio) => {
            await until(
              async () => {
                checkPlaces(studio, projectId);
                return (await shotsOf(studio, projectId)).every((shot) => shot.state === "rendered");
              },
              "every shot is rendered",
              60_000,
            );
            const film = await call(studio, "projects", "open", { projectId });
            const jobs = studio.farm.listed(projectId);
            expect(jobs.map((job) => job.row.sceneId)).toEqual(film.scenes.map((scene) => scene.id));
            expect(line.taken.size).toBe(film.scenes.length);
            const started = jobs.map((job) => job.mirror.startedAt ?? 0);
            expect(started).toEqual(started.toSorted((a, b) => a - b));
            for (const shot of film.scenes.flatMap((scene) => scene.shots)) {
              const { takes } = await call(studio, "storyboard", "takes", { shotId: shot.id });
              expect(takes.filter((take) => take.kind === "clip").length).toBe(shot.segments);
            }
          },
          line.address,
        );
      });
      await line.close();
    }),
    { numRuns: 3 },
  );
}, 180_000);
