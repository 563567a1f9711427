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
      for (const test of module.children.allTests()) {
        const result = test.result();
        // A test that never reported was cut off by a crash: it did not pass.
        const state = result.state === "pending" ? "failed" : result.state;
        counts[state] += 1;
        if (state === "skipped") report.skipped.push({ test: `${file} > ${test.fullName}`, why: result.note ?? "no reason given" });
      }
      report.passed += counts.passed;
      report.failed += counts.failed;
      report.suites.push({ file, project: module.project.name, seconds: module.diagnostic().duration / 1000, ...counts });
    }
    writeFileSync(process.env.STUDIO_TEST_REPORT ?? "test-report.json", JSON.stringify(report));
  }
}
