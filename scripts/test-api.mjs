// npm run test:api: schemathesis sends thousands of requests, good and bad, to a farm of its own and holds the
// answers against the API document: no 5xx, every status, body and header as documented.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { node24, programEnv } from "./setup/node24.mjs";
import { readOptions } from "./setup/options.mjs";
import { root } from "./setup/paths.mjs";

const options = readOptions({
  command: "npm run test:api --",
  about: "schemathesis over the API document against a real farm (SCHEMATHESIS: its program, where it is not on the path)",
  options: {
    examples: { type: "string", value: "N", text: "random requests for each operation (50)" },
    seed: { type: "string", value: "N", text: "the same requests again (1)" },
  },
});
const program = process.env.SCHEMATHESIS ?? "schemathesis";
if (spawnSync(program, ["--version"]).status !== 0) {
  console.log(
    `skipped: there is no ${program}. Make it with: python3 -m venv DIR && DIR/bin/pip install schemathesis, and set SCHEMATHESIS.`,
  );
  process.exit(0);
}

const data = mkdtempSync(join(tmpdir(), "farm-test-api-"));
const farm = spawn(node24(), [join(root, "gpu-server/farm.ts"), "--data", data], {
  env: programEnv({ FARM_PRICES: "test", FARM_PARENT: "1" }),
  stdio: ["pipe", "pipe", "inherit"],
});
const said = await new Promise((done, fail) => {
  createInterface({ input: farm.stdout }).once("line", (line) => done(JSON.parse(line)));
  farm.once("exit", () => fail(new Error("the farm did not start")));
});

/** Signs the owner in once more: a session that may end. */
async function anotherSession() {
  const password = readFileSync(join(data, "secrets/owner-password"), "utf8").trim();
  const answer = await fetch(`${said.url}/v1/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: "studio://app" },
    body: JSON.stringify({ email: "owner@farm.local", password }),
  });
  return answer.headers.get("set-auth-token");
}

const first = readFileSync(said.tokenFile, "utf8").trim();
const without = (...ids) => ids.map((id) => `--exclude-operation-id=${id}`);
// A stream has no end, and a session that was ended has no use for the rest: they come by themselves.
const runs = [
  {
    name: "every operation",
    phases: "examples,coverage,fuzzing",
    token: first,
    more: without("followEvents", "endSession"),
  },
  {
    name: "in chains",
    phases: "stateful",
    token: first,
    // Chains are guessed from answers: an id that is null there is sent as one.
    more: [...without("followEvents", "endSession", "deleteAccount"), "--exclude-checks=positive_data_acceptance"],
  },
  {
    name: "ending sessions",
    phases: "examples,coverage,fuzzing",
    token: await anotherSession(),
    more: ["--include-operation-id=endSession"],
  },
];
let failed = 0;
try {
  for (const { name, phases, token, more } of runs) {
    console.log(`\n== ${name}`);
    const args = [
      "--config-file",
      join(root, "scripts/setup/schemathesis.toml"),
      "run",
      `${said.url}/v1/openapi.json`,
      "--checks=all",
      `--phases=${phases}`,
      "--suppress-health-check=all",
      "--no-color",
      `--max-examples=${options.examples ?? "50"}`,
      `--seed=${options.seed ?? "1"}`,
      `--header=Authorization: Bearer ${token}`,
      "--header=Origin: studio://app",
      ...more,
    ];
    const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"], cwd: data });
    const code = await new Promise((done) => child.once("exit", done));
    if (code !== 0) failed += 1;
  }
  const alive = await fetch(`${said.url}/healthz`).then(
    ({ status }) => status === 200,
    () => false,
  );
  console.log(alive ? "The farm is alive." : "The farm is gone.");
  if (!alive) failed += 1;
} finally {
  const ended = new Promise((done) => farm.once("exit", done));
  farm.kill("SIGTERM");
  await ended;
  const record = join(data, "database.json");
  if (existsSync(record)) {
    const { cluster } = JSON.parse(readFileSync(record, "utf8"));
    for (const file of [cluster, `${cluster}.owner`]) rmSync(file, { recursive: true, force: true });
  }
  rmSync(data, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
