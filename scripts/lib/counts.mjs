/** Counts of tests from the reports of the runners: `{passed, failed, skipped}`. */

export const sum = (all) =>
  all.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }), {
    passed: 0,
    failed: 0,
    skipped: 0,
  });

/** Report of jest, which vitest shares. A file that could not be loaded counts as a failure. */
export function countJest(report) {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

export function countPlaywright({ stats }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

/** Lines of `go test -json`; events without a test are the package's own. */
export function countGo(output) {
  const counts = { pass: 0, fail: 0, skip: 0 };
  for (const line of output.split('\n')) {
    if (!line.startsWith('{')) continue;
    const { Action, Test } = JSON.parse(line);
    if (Test !== undefined && Action in counts) counts[Action] += 1;
  }
  return { passed: counts.pass, failed: counts.fail, skipped: counts.skip };
}
