import { describe, expect, it } from 'vitest';
import { countGo, countJest, countPlaywright, sum } from './counts.mjs';

describe('counts of the runners', () => {
  it('counts a file that could not be loaded as a failure', () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      testResults: [{ status: 'failed', assertionResults: [] }],
    };
    expect(countJest(report)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it('counts tests of go, not packages', () => {
    const output = '{"Action":"pass","Test":"TestA"}\n{"Action":"fail","Test":"TestB"}\n{"Action":"fail"}\nFAIL\n';
    expect(countGo(output)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('takes a flaky test of the browser for a failure', () => {
    expect(countPlaywright({ stats: { expected: 5, unexpected: 0, flaky: 1, skipped: 0 } })).toEqual({
      passed: 5,
      failed: 1,
      skipped: 0,
    });
  });

  it('adds up', () => {
    expect(
      sum([
        { passed: 1, failed: 2, skipped: 3 },
        { passed: 4, failed: 5, skipped: 6 },
      ]),
    ).toEqual({ passed: 5, failed: 7, skipped: 9 });
  });
});
