// How the screens are built: one folder of plain files that both the shell's scheme and the browser
// host can serve, without inline scripts or eval, so that the page's policy can stay strict.
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Oldest browser that must show the screens: an older Electron runtime sets it lower. */
const target = process.env["STUDIO_RENDERER_TARGET"] ?? "chrome120";

// A build out of a test run would inherit NODE_ENV=test and carry React's slow development build.
process.env["NODE_ENV"] = "production";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  plugins: [react(), tailwindcss()],
  worker: { format: "es" },
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
