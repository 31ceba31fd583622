import { describe, expect, it } from 'vitest';
import type { Observation } from '@orrery/contract';
import { createPublished } from './published.ts';

const point = (timeMs: number, value: number | null): Observation => ({
  kind: 'observation',
  series: 'kp',
  timeMs,
  value,
  revision: 'nowcast',
  source: 'test',
  retrievedAtMs: 0,
});

describe('what was published', () => {
  it('leaves out what was published with the same value, and nothing else', () => {
    const published = createPublished();
    published.remember([point(1, 0), point(2, null)]);
    expect(published.fresh([point(1, 0), point(2, null), point(3, 5)])).toEqual([point(3, 5)]);
    expect(published.fresh([point(1, 1), point(2, 0)])).toEqual([point(1, 1), point(2, 0)]);
  });

  it('publishes a value again that comes back after another one', () => {
    const published = createPublished();
    published.remember([point(1, 4)]);
    published.remember([point(1, 5)]);
    expect(published.fresh([point(1, 4)])).toEqual([point(1, 4)]);
  });

  it('forgets the oldest first', () => {
    const published = createPublished(2);
    published.remember([point(1, 1), point(2, 2), point(3, 3)]);
    expect(published.fresh([point(1, 1), point(3, 3)])).toEqual([point(1, 1)]);
  });
});
