import { readBody, type Observation } from '@orrery/contract';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { RawText } from '../records/collector.ts';
import type { Transformed } from '../providers/source.ts';

export const RETRIEVED_MS = Date.parse('2026-10-01T00:00:00Z');

export const rawOf = (body: string): RawText => ({ body, retrievedAtMs: RETRIEVED_MS });
export const at = (iso: string): number => Date.parse(iso);

/** Observations as `series time value revision`, short enough to compare by eye. */
export const brief = ({ records }: Transformed): string[] =>
  records
    .filter((record): record is Observation => record.kind === 'observation')
    .map(
      ({ series, timeMs, value, revision }) =>
        `${series} ${new Date(timeMs).toISOString().slice(0, 16)} ${value} ${revision}`,
    );

/** How many records of a series (or collection), and of what revision. */
export function count(result: Transformed, name: string, revision?: string): number {
  return result.records.filter((record) =>
    record.kind === 'observation'
      ? record.series === name && (revision === undefined || record.revision === revision)
      : record.collection === name,
  ).length;
}

/** A transform over a list of parts (rows, lines), and how the parts make a body. */
export interface Parts<T> {
  readonly transform: (raw: RawText) => Transformed;
  readonly parts: readonly T[];
  readonly join: (parts: readonly T[]) => string;
}

/** Bodies of documents are what their collections hold. */
function expectBodiesToFit({ records }: Transformed): void {
  for (const record of records)
    if (record.kind === 'document') expect(readBody(record.collection, record.body).problem).toBeNull();
}

/** Parts in any order, some of them twice, give the same result: order and repetition carry no meaning. */
export function expectOrderNotToMatter<T>({ transform, parts, join }: Parts<T>): void {
  const expected = transform(rawOf(join(parts)));
  expect(expected.records.length).toBeGreaterThan(0);
  expectBodiesToFit(expected);
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...parts], { minLength: parts.length }),
      fc.subarray([...parts]),
      (shuffled, again) => {
        expect(transform(rawOf(join([...shuffled, ...again])))).toEqual(expected);
      },
    ),
    { numRuns: 50 },
  );
}

/** Garbage between the parts is set aside with a reason, never throws, and the parts load as without it. */
export function expectGarbageToBeSetAside<T>({ transform, parts, join }: Parts<T>, garbage: fc.Arbitrary<T>): void {
  const whole = transform(rawOf(join(parts)));
  expectBodiesToFit(whole);
  fc.assert(
    fc.property(fc.array(garbage, { minLength: 1, maxLength: 5 }), fc.nat(parts.length), (bad, where) => {
      const result = transform(rawOf(join([...parts.slice(0, where), ...bad, ...parts.slice(where)])));
      expect(result.records).toEqual(whole.records);
      expect(result.rejects.length).toBeGreaterThan(0);
      expect(result.rejects.every(({ reason }) => reason.length > 0)).toBe(true);
      expect(result.complete).toBe(false);
    }),
    { numRuns: 200 },
  );
}

/** Whatever the body is, the transform answers: with records or with the body as a reject. */
export function expectNeverToThrow(transform: (raw: RawText) => Transformed): void {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.constant('<html>busy</html>')), (body) => {
      const { records, rejects, complete } = transform(rawOf(body));
      expect(records).toEqual([]);
      expect(complete).toBe(rejects.length === 0);
    }),
    { numRuns: 300 },
  );
}

/** Rows that are no records of any feed here: wrong types, no time, no numbers. */
export const garbageRow: fc.Arbitrary<unknown> = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.constant(null),
  fc.array(fc.integer(), { maxLength: 2 }),
  fc.record({
    time_tag: fc.constantFrom('yesterday', '2026-02-30T00:00:00', '', 7, null),
    'time-tag': fc.constant('soon'),
  }),
);
