// What may import what (docs/architecture.md). A broken boundary or an import cycle fails the build.
/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycle", severity: "error", from: {}, to: { circular: true } },
    { name: "not-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "^(electron)$" } },
    {
      name: "domain-is-the-root",
      severity: "error",
      from: { path: "^shared/domain" },
      to: { path: "^(shared/(?!domain)|main|renderer|preload|gpu-server|tests)" },
    },
    {
      name: "contract-knows-domain",
      severity: "error",
      from: { path: "^shared/contract" },
      to: { path: "^(shared/(?!domain|contract)|main|renderer|preload|gpu-server|tests)" },
    },
    {
      name: "story-knows-domain",
      severity: "error",
      from: { path: "^shared/story" },
      to: { path: "^(shared/(?!domain|contract|story)|main|renderer|preload|gpu-server|tests)" },
    },
    {
      name: "media-knows-domain",
      severity: "error",
      from: { path: "^shared/media" },
      to: { path: "^(shared/(?!domain|contract|media)|main|renderer|preload|gpu-server|tests)" },
    },
    {
      name: "shared-has-no-io",
      severity: "error",
      from: { path: "^shared/(?!media)", pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "renderer-imports-shared-only",
      severity: "error",
      from: { path: "^renderer" },
      to: { path: "^(main|preload|gpu-server|tests|shared/media)" },
    },
    {
      name: "preload-imports-contract-only",
      severity: "error",
      from: { path: "^preload" },
      to: { path: "^(main|renderer|gpu-server|tests|shared/(?!contract|domain))" },
    },
    {
      name: "main-imports-shared",
      severity: "error",
      from: { path: "^main", pathNot: "\\.test\\.ts$" },
      to: { path: "^(renderer|preload|gpu-server|tests)" },
    },
    {
      name: "farm-imports-shared",
      severity: "error",
      from: { path: "^gpu-server", pathNot: "\\.test\\.ts$" },
      to: { path: "^(renderer|preload|main|tests)" },
    },
    {
      name: "farm-domains-below-api",
      severity: "error",
      from: { path: "^gpu-server/(identity|credits|jobs|policy|artifacts|billing|database|bus|scheduler|nodes|engines)" },
      to: { path: "^gpu-server/api" },
    },
    {
      name: "electron-only-in-the-shell",
      severity: "error",
      from: { pathNot: "^(main/electron|preload|scripts|tests)" },
      to: { path: "^electron$|(^|/)node_modules/electron/" },
    },
    { name: "nothing-imports-tests", severity: "error", from: { pathNot: "(^tests|\\.test\\.tsx?$)" }, to: { path: "^tests" } },
    { name: "no-test-in-product", severity: "error", from: { pathNot: "\\.test\\.tsx?$" }, to: { path: "\\.test\\.tsx?$" } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|release)/" },
    parser: "swc",
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json"],
    },
  },
};
