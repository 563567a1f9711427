// npm run build: the screens (dist/renderer), the shell (dist/electron, CommonJS) and the core (dist/core.mjs).
// Runs after the install, so it may use the packages: under Node 20 it starts itself again under Node 24.
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { node24, programEnv } from "./setup/node24.mjs";
import { readOptions } from "./setup/options.mjs";
import { root } from "./setup/paths.mjs";
import { setUp } from "./setup/program.mjs";
import { foreground } from "./setup/run.mjs";

const options = readOptions({
  command: "npm run build --",
  about: "builds the screens, the shell and the core as a release has them",
  options: {
    only: { type: "string", value: "PART", text: "renderer or shell (the shell with its core)" },
    out: { type: "string", value: "DIR", text: "where to (dist without it)" },
    target: { type: "string", value: "NAME", text: "the browser that the screens are built for, such as chrome108" },
    development: { type: "boolean", text: "keep what unpackaged builds alone may do (STUDIO_CORE_NODE)" },
    quiet: { type: "boolean", text: "say nothing while all is well" },
  },
});
if (options.only !== undefined && options.only !== "renderer" && options.only !== "shell") {
  console.error(`--only takes renderer or shell, not '${options.only}'.`);
  process.exit(2);
}

await setUp();
if (node24() === process.execPath) {
  try {
    await build();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
} else
  process.exitCode = await foreground(node24(), [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    cwd: root,
    env: programEnv(),
  });

async function build() {
  const out = resolve(options.out ?? join(root, "dist"));
  mkdirSync(out, { recursive: true });
  for (const part of ["renderer", "shell"]) {
    if (options.only !== undefined && options.only !== part) continue;
    // The launcher's stamp speaks of the build before this one.
    rmSync(join(out, `.${part}`), { force: true });
    await (part === "renderer" ? buildRenderer(out) : buildShell(out));
  }
}

async function buildRenderer(out) {
  if (options.target !== undefined) process.env.STUDIO_RENDERER_TARGET = options.target;
  const { build: vite } = await import("vite");
  await vite({
    root: join(root, "renderer"),
    configFile: join(root, "renderer", "vite.config.ts"),
    logLevel: options.quiet ? "warn" : "info",
    build: { outDir: join(out, "renderer"), emptyOutDir: true },
  });
}

async function buildShell(out) {
  const { build: esbuild } = await import("esbuild");
  /** @type {import("esbuild").BuildOptions} */
  const common = {
    bundle: true,
    platform: "node",
    absWorkingDir: root,
    logLevel: options.quiet ? "warning" : "info",
    legalComments: "none",
  };
  const define = { DEVELOPMENT: String(options.development === true) };
  // minifySyntax drops the branches that DEVELOPMENT closes.
  /** @type {import("esbuild").BuildOptions} */
  const shell = { ...common, format: "cjs", target: "node16", external: ["electron"], define, minifySyntax: true };
  await esbuild({ ...shell, entryPoints: ["main/electron/main.ts"], outfile: join(out, "electron", "main.cjs") });
  await esbuild({ ...shell, entryPoints: ["preload/bridge.ts"], outfile: join(out, "electron", "bridge.cjs") });
  // The packages stay outside: native ones must, and the app carries all of them anyway.
  const core = { ...common, format: /** @type {const} */ ("esm"), target: "node24", packages: /** @type {const} */ ("external") };
  await esbuild({ ...core, entryPoints: ["main/core.ts"], outfile: join(out, "core.mjs") });
  // The thread that draws stills is a file of its own beside the core.
  await esbuild({ ...core, entryPoints: ["main/film/still-worker.ts"], outfile: join(out, "still-worker.mjs") });
  // So is the thread of files that come in and go out.
  await esbuild({ ...core, entryPoints: ["main/library/files/file-worker.ts"], outfile: join(out, "file-worker.mjs") });
  await esbuild({ ...core, entryPoints: ["main/library/storage/storage-worker.ts"], outfile: join(out, "storage-worker.mjs") });
}
