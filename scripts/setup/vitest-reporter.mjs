// Writes what a test run came to as JSON for scripts/test.mjs: counts, the time of each suite, why a test was skipped.
import { writeFileSync } from "node:fs";
import { relative } from "node:path";

export default class RunReport {
  onTestRunEnd(modules, unhandledErrors) {
    /** @type {{passed: number, failed: number, skipped: {test: string, why: string}[], suites: object[]}} */
    const report = { passed: 0, failed: unhandledErrors.length, skipped: [], suites: [] };
    for (const module of modules) {
      const file = relative(process.cwd(), module.moduleId).replaceAll("\\", "/");
      const counts = { passed: 0, failed: module.errors().length, skipped: 0 };
      const broken = new Set([...module.children.allSuites()].filter((suite) => suite.errors().length > 0));
      counts.failed += broken.size;
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        if (state !== "skipped") {
          // A test that never reported was cut off by a crash: it did not pass.
          counts[state === "pending" ? "failed" : state] += 1;
        } else if (within(test, broken)) {
          // Its suite could not be set up, so it did not run: that is a failure and not a choice.
          counts.failed += 1;
        } else {
          counts.skipped += 1;
          report.skipped.push({ test: `${file} > ${test.fullName}`, why: note ?? "no reason given" });
        }
      }
      report.passed += counts.passed;
      report.failed += counts.failed;
      report.suites.push({ file, project: module.project.name, seconds: module.diagnostic().duration / 1000, ...counts });
    }
    writeFileSync(process.env.STUDIO_TEST_REPORT ?? "test-report.json", JSON.stringify(report));
  }
}

/** Whether a test lies in one of some suites, at any depth. */
function within(test, suites) {
  for (let parent = test.parent; parent.type === "suite"; parent = parent.parent) if (suites.has(parent)) return true;
  return false;
}
