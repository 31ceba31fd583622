import { REVISIONS, type Observation } from '@orrery/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latestOfKeys } from '../latest.ts';
import { RESOLUTIONS } from '../ports/index.ts';
import { bestOf as bestByBruteForce, bucketsOf as bucketsByBruteForce, expectBuckets } from '../testing/harness.ts';
import { allOf, bestOf, daysOf, merge } from './days.ts';
import { bucketsOf } from './summaries.ts';

const HOUR = RESOLUTIONS.hour;
const LARGEST = 1000;

const point: fc.Arbitrary<Observation> = fc.record({
  kind: fc.constant('observation' as const),
  series: fc.constantFrom('kp', 'bz'),
  timeMs: fc.integer({ min: -30, max: 60 }).map((slot) => slot * HOUR + (slot % 3)),
  value: fc.option(fc.double({ min: -LARGEST, max: LARGEST, noNaN: true })),
  revision: fc.constantFrom(...REVISIONS),
  source: fc.constantFrom('a', 'b'),
  retrievedAtMs: fc.integer({ min: 0, max: 3 }),
});
const batch = fc.array(point, { maxLength: 40 }).map(latestOfKeys);

/** The points moved into one day of one series and revision, one per moment. */
const ofOneDay = (points: readonly Observation[]): readonly Observation[] => [
  ...new Map(
    points.map((one): [number, Observation] => {
      const timeMs = Math.abs(one.timeMs) % RESOLUTIONS.day;
      return [timeMs, { ...one, series: 'kp', revision: 'nowcast', timeMs }];
    }),
  ).values(),
];

const keyOf = ({ series, revision, timeMs }: Observation): string => `${timeMs} ${revision} ${series}`;

describe('days of a series', () => {
  it('hold every point once, in chronological order, in the day of its series and revision', () => {
    fc.assert(
      fc.property(batch, (points) => {
        const days = daysOf(points);
        expect(days.flatMap((day) => day.points.map(keyOf)).sort()).toEqual(points.map(keyOf).sort());
        for (const day of days)
          for (const [i, own] of day.points.entries()) {
            expect([own.series, own.revision]).toEqual([day.series, day.revision]);
            expect(Math.floor(own.timeMs / RESOLUTIONS.day) * RESOLUTIONS.day).toBe(day.startMs);
            if (i > 0) expect(own.timeMs).toBeGreaterThan(day.points[i - 1]!.timeMs);
          }
      }),
    );
  });

  it('accept only points that are newer and have another value', () => {
    fc.assert(
      fc.property(batch, batch, (stored, others) => {
        const [before] = daysOf(ofOneDay(stored));
        const [after] = daysOf(ofOneDay(others));
        const [known, news] = [before?.points ?? [], after?.points ?? []];
        const expected = new Map(known.map((one) => [one.timeMs, one]));
        let changes = 0;
        for (const other of news) {
          const one = expected.get(other.timeMs);
          if (one && (one.retrievedAtMs > other.retrievedAtMs || one.value === other.value)) continue;
          expected.set(other.timeMs, other);
          changes += 1;
        }
        const merged = merge(known, news);
        if (known.length > 0 && changes === 0) expect(merged).toBeNull();
        else expect(merged).toEqual([...expected.values()].sort((a, b) => a.timeMs - b.timeMs));
      }),
    );
  });

  it('have the best revision of each moment, or all of them in order', () => {
    fc.assert(
      fc.property(batch, (points) => {
        const own = points.filter(({ series }) => series === 'kp');
        const starts = [...new Set(daysOf(own).map(({ startMs }) => startMs))].sort((a, b) => a - b);
        const revisions = starts.map((startMs) => daysOf(own).filter((day) => day.startMs === startMs));
        const best = revisions.flatMap(bestOf).map(({ timeMs, value, revision }) => ({ timeMs, value, revision }));
        expect(best).toEqual(bestByBruteForce(own));
        const rank = (one: Observation): number => REVISIONS.indexOf(one.revision);
        expect(revisions.flatMap(allOf)).toEqual([...own].sort((a, b) => a.timeMs - b.timeMs || rank(a) - rank(b)));
      }),
    );
  });

  it('have the summaries that brute force gives, by hour and by day', () => {
    fc.assert(
      fc.property(batch, (points) => {
        const best = bestByBruteForce(points.filter(({ series }) => series === 'kp'));
        for (const everyMs of Object.values(RESOLUTIONS))
          expectBuckets(bucketsOf(best, everyMs), bucketsByBruteForce(best, everyMs), LARGEST);
      }),
    );
  });
});
