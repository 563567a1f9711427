// How the screens are built: one folder of plain files that both the shell's scheme and the browser
// host can serve, without inline scripts or eval, so that the page's policy can stay strict.
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Oldest browser that must show the screens: an older Electron runtime sets it lower. */
const target = process.env["STUDIO_RENDERER_TARGET"] ?? "chrome120";

// A build out of a test run would inherit NODE_ENV=test and carry React's slow development build.
process.env["NODE_ENV"] = "production";

const folder = fileURLToPath(new URL(".", import.meta.url));
const olderBrowserFile = fileURLToPath(new URL("./lib/older-browser.ts", import.meta.url));
const entries = ["main.ts", "lib/draw/worker.ts", "lib/draw/cover-worker.ts", "lib/draw/prompt-worker.ts"].map((name) => folder + name);

/** Puts lib/older-browser.ts in front of the page and its workers where the target is an older browser: a target alone changes syntax, not built-ins. */
function olderBrowser(): Plugin {
  const needed = Number(/^chrome(\d+)$/.exec(target)?.[1] ?? Infinity) < 111;
  return {
    name: "older-browser",
    transform(code, id) {
      return needed && entries.includes(id.split("?")[0] ?? "")
        ? { code: `import ${JSON.stringify(olderBrowserFile)};\n${code}`, map: null }
        : null;
    },
  };
}

export default defineConfig({
  root: folder,
  base: "./",
  plugins: [react(), tailwindcss(), olderBrowser()],
  worker: { format: "es", plugins: () => [olderBrowser()] },
  build: {
    outDir: fileURLToPath(new URL("../dist/renderer", import.meta.url)),
    emptyOutDir: true,
    target,
    cssTarget: target,
    // A file inlined as data: would need a looser policy for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
});
