// Loaded before a coordinator (node --import), it names the places where the coordinator waits for the world: each statement
// before it is sent, once it is sent and once it is answered, each file written, synced, renamed and removed, each answer to a
// client. FAULT_AT=NAME kills the process outright when it comes by that place; FAULT_LOG=FILE notes the names of all it came by.
// The product knows nothing of it.
import { appendFileSync, promises } from "node:fs";
import { ServerResponse } from "node:http";
import { createRequire, syncBuiltinESMExports } from "node:module";
import process from "node:process";

const wanted = process.env.FAULT_AT;
const log = process.env.FAULT_LOG;
const seen = new Set();

function at(name) {
  if (log && !seen.has(name)) appendFileSync(log, `${name}\n`);
  seen.add(name);
  if (name === wanted) process.kill(process.pid, "SIGKILL");
}

/** Wraps a function that answers with a promise. */
function around(holder, key, nameOf) {
  const original = holder[key];
  holder[key] = async function (...args) {
    const name = nameOf(this, args);
    if (name === null) return original.apply(this, args);
    at(`${name} before`);
    const result = await original.apply(this, args);
    at(`${name} after`);
    return result;
  };
}

const pg = createRequire(new URL("../../../gpu-server/farm.ts", import.meta.url))("pg");
const statementName = (query) => {
  if (typeof query === "object" && query.name) return query.name;
  const text = typeof query === "string" ? query : (query?.text ?? "");
  return text.replaceAll(/\s+/g, " ").trim().split(" ").slice(0, 3).join(" ");
};
const query = pg.Client.prototype.query;
pg.Client.prototype.query = function (...args) {
  const name = statementName(args[0]);
  if (name === "") return query.apply(this, args);
  at(`${name} before`);
  const last = args.length - 1;
  const { [last]: callback } = args;
  if (typeof callback === "function") {
    args[last] = (error, result) => {
      if (!error) at(`${name} after`);
      callback(error, result);
    };
  }
  const answer = query.apply(this, args);
  at(`${name} sent`);
  if (typeof callback !== "function" && typeof answer?.then === "function") {
    return answer.then((result) => {
      at(`${name} after`);
      return result;
    });
  }
  return answer;
};

const isArtifact = (path) => typeof path === "string" && path.includes("/artifacts/");
for (const key of ["rename", "rm"]) around(promises, key, (_, [path]) => (isArtifact(path) ? `file ${key}` : null));
const probe = await promises.open(process.execPath);
const handles = Object.getPrototypeOf(probe);
await probe.close();
for (const key of ["write", "sync"]) around(handles, key, () => `file ${key}`);
syncBuiltinESMExports();

const end = Reflect.get(ServerResponse.prototype, "end");
ServerResponse.prototype.end = function (...args) {
  const path = (this.req?.url ?? "").split("?")[0].replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ":id");
  const name = `answer ${this.req?.method} ${path}`;
  at(`${name} before`);
  const result = end.apply(this, args);
  at(`${name} sent`);
  return result;
};
