import { describe, expect, it } from 'vitest';
import { stateRuns } from './state-runs.ts';

const up = { text: 'Up', color: 'green' };
const down = { text: 'Down', color: 'grey' };

describe('state runs', () => {
  it('merges neighbours that look alike and lasts until the next change', () => {
    expect(stateRuns([0, 10, 20, 30], [up, up, down, down], 40)).toEqual([
      { ...up, startMs: 0, endMs: 20 },
      { ...down, startMs: 20, endMs: 40 },
    ]);
  });

  it('draws nothing where there is no value', () => {
    expect(stateRuns([0, 10, 20], [up, null, up], 30)).toEqual([
      { ...up, startMs: 0, endMs: 10 },
      { ...up, startMs: 20, endMs: 30 },
    ]);
  });

  it('gives no run for no samples, nor one that begins at the very end', () => {
    expect(stateRuns([], [], 30)).toEqual([]);
    expect(stateRuns([0, 30], [up, down], 30)).toEqual([{ ...up, startMs: 0, endMs: 30 }]);
  });
});
