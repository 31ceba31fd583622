import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isObservation, observationSchema, type Observation } from './records.ts';

const right: Observation = {
  kind: 'observation',
  series: 'kp',
  timeMs: 1_715_300_000_000,
  value: 8.67,
  revision: 'nowcast',
  source: 'gfz',
  retrievedAtMs: 1_715_300_060_000,
};
/** Values of all kinds, among them right ones of each field. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(
    ...Object.values(right),
    null,
    undefined,
    '',
    -0,
    NaN,
    Infinity,
    2 ** 53,
    -1.5,
    'other',
    true,
  ),
  fc.anything(),
);
/** A right one with some fields changed, left out or added. */
const nearly = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...Object.keys(right), 'extra'), anything, { maxKeys: 2, noNullPrototype: true }),
    fc.subarray(Object.keys(right), { maxLength: 1 }),
  )
  .map(([change, without]) => {
    const fields = Object.entries<unknown>({ ...right, ...change });
    return Object.fromEntries(fields.filter(([field]) => !without.includes(field)));
  });

/** What the schema gives back unchanged. */
function isUnchanged(record: object): boolean {
  const parsed = observationSchema.safeParse(record);
  return parsed.success && Object.keys(record).length === Object.keys(parsed.data).length;
}

it('takes for observations just those that the schema would give back as they are', () => {
  expect(isObservation(right)).toBe(true);
  fc.assert(
    fc.property(nearly, (record) => {
      expect(isObservation(record)).toBe(isUnchanged(record));
    }),
    { numRuns: 2000 },
  );
});
