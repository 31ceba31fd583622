import { REVISIONS, type Observation, type Revision } from '@orrery/contract';
import type { Stoppable } from '@orrery/telemetry';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { SeriesBucket, SeriesPoint } from '../ports/index.ts';

/** A place for data, initially empty, and how to open it. */
export interface StoreHarness<T> {
  /** Opens the store; every call opens the same data, as another process would. */
  open(): Promise<T>;
  /** Closes what was opened and removes the data. */
  dispose(): Promise<void>;
}

/** Called before each group or test for a new, empty place. */
export type StoreFactory<T> = () => Promise<StoreHarness<T>>;

/** The harness of a store that must be closed, or of one of several behind one connection, which `pick` takes. */
export function harnessOf<O extends Stoppable, T>(
  open: () => Promise<O>,
  pick: (opened: O) => T,
  remove: () => Promise<void>,
): StoreHarness<T> {
  const opened: O[] = [];
  return {
    open: async () => {
      const one = await open();
      opened.push(one);
      return pick(one);
    },
    dispose: async () => {
      await Promise.all(opened.map((one) => one.stop()));
      await remove();
    },
  };
}

/** An observation with everything that a test does not care about filled in. */
export function observation(
  series: string,
  timeMs: number,
  value: number | null,
  revision: Revision = 'definitive',
): Observation {
  return { kind: 'observation', series, timeMs, value, revision, source: 'test', retrievedAtMs: 1_750_000_000_000 };
}

/** The largest |value| of drawn points. */
export const LARGEST_VALUE = 1000;

/** Points of any revision, nulls among them, at moments `everyMs` apart; of a series without a name yet. */
export function drawnPoints({
  fromMs,
  everyMs,
  moments,
  most,
}: {
  readonly fromMs: number;
  readonly everyMs: number;
  readonly moments: number;
  readonly most: number;
}): fc.Arbitrary<Observation[]> {
  const point = fc
    .record({
      moment: fc.nat(moments),
      hundredths: fc.option(fc.integer({ min: -LARGEST_VALUE * 100, max: LARGEST_VALUE * 100 }), { freq: 4 }),
      revision: fc.constantFrom(...REVISIONS),
    })
    .map(({ moment, hundredths, revision }) =>
      observation('', fromMs + moment * everyMs, hundredths === null ? null : hundredths / 100, revision),
    );
  return fc.array(point, { minLength: 1, maxLength: most });
}

/** What remains of a list of writes retrieved at the same time: later ones of a key replace earlier ones. */
export function latestOfEach(points: readonly Observation[]): readonly Observation[] {
  return [...new Map(points.map((point) => [`${point.series}\n${point.timeMs}\n${point.revision}`, point])).values()];
}

/** The best revision of each moment, in chronological order: the reference for what stores return. */
export function bestOf(points: readonly Observation[]): readonly SeriesPoint[] {
  const best = new Map<number, SeriesPoint>();
  for (const { timeMs, value, revision } of latestOfEach(points)) {
    const known = best.get(timeMs);
    if (!known || REVISIONS.indexOf(revision) > REVISIONS.indexOf(known.revision))
      best.set(timeMs, { timeMs, value, revision });
  }
  return [...best.values()].sort((a, b) => a.timeMs - b.timeMs);
}

/** Buckets by brute force: points in chronological order, nulls left out. */
export function bucketsOf(points: readonly SeriesPoint[], everyMs: number): readonly SeriesBucket[] {
  const groups = new Map<number, number[]>();
  for (const { timeMs, value } of points) {
    if (value === null) continue;
    const startMs = Math.floor(timeMs / everyMs) * everyMs;
    groups.set(startMs, [...(groups.get(startMs) ?? []), value]);
  }
  return [...groups].map(([timeMs, values]) => ({
    timeMs,
    n: values.length,
    min: Math.min(...values),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    max: Math.max(...values),
    last: values[values.length - 1]!,
  }));
}

/**
 * Means are sums in any order: engines differ in the last bits, and a cancelling sum keeps the error of its largest
 * term.
 */
const MEAN_TOLERANCE = 1e-12;

/** Expects the same buckets, with means equal up to rounding. `scale`: the largest |value|. */
export function expectBuckets(actual: readonly SeriesBucket[], expected: readonly SeriesBucket[], scale: number): void {
  const exact = (buckets: readonly SeriesBucket[]) => buckets.map((bucket) => ({ ...bucket, mean: 'compared apart' }));
  expect(exact(actual)).toEqual(exact(expected));
  const errors = expected.map((bucket, i) => Math.abs(bucket.mean - (actual[i]?.mean ?? NaN)));
  expect(Math.max(0, ...errors)).toBeLessThanOrEqual(scale * MEAN_TOLERANCE);
}
