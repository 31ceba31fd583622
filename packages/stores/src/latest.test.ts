import { REVISIONS, type Observation } from '@orrery/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { latestOfKeys } from './latest.ts';

/** Few values, so that keys repeat. */
const points: fc.Arbitrary<Observation> = fc.record({
  kind: fc.constant('observation' as const),
  series: fc.constantFrom('a', 'b'),
  timeMs: fc.integer({ min: 0, max: 5 }),
  value: fc.integer(),
  revision: fc.constantFrom(...REVISIONS.slice(0, 2)),
  source: fc.constant('test'),
  retrievedAtMs: fc.integer({ min: 0, max: 3 }),
});
const keyOf = ({ series, timeMs, revision }: Observation): string => `${series} ${timeMs} ${revision}`;

it('keeps the point of each natural key that was retrieved last, of equals the last', () => {
  fc.assert(
    fc.property(fc.array(points, { maxLength: 20 }), (given) => {
      const kept = latestOfKeys(given);
      expect(new Set(kept.map(keyOf))).toEqual(new Set(given.map(keyOf)));
      expect(kept).toHaveLength(new Set(given.map(keyOf)).size);
      for (const point of kept) {
        const own = given.filter((other) => keyOf(other) === keyOf(point));
        const lastMs = Math.max(...own.map(({ retrievedAtMs }) => retrievedAtMs));
        expect(point).toBe(own.findLast(({ retrievedAtMs }) => retrievedAtMs === lastMs));
      }
    }),
  );
});

it('returns the points unchanged if no key occurs twice', () => {
  const one = { kind: 'observation', value: 1, revision: 'nowcast', source: 'test', retrievedAtMs: 0 } as const;
  const mixed = [3, 1, 4, 2].flatMap((timeMs) => ['a', 'b'].map((series) => ({ ...one, series, timeMs })));
  expect(latestOfKeys(mixed)).toBe(mixed);
});
