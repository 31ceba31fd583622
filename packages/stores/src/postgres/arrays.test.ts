import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromArray, toArray, type ElementType } from './arrays.ts';

const ELEMENTS: Readonly<Record<ElementType, fc.Arbitrary<number>>> = {
  int2: fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }),
  int4: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  float8: fc.double({ noNaN: true }),
  timestamptz: fc.integer({ min: Date.UTC(1000, 0, 1), max: Date.UTC(9999, 0, 1) }),
};

describe('arrays in the binary format of PostgreSQL', () => {
  for (const [type, element] of Object.entries(ELEMENTS) as [ElementType, fc.Arbitrary<number>][])
    it(`reads back ${type} unchanged, including nulls`, () => {
      fc.assert(
        fc.property(fc.array(fc.option(element)), (values) => {
          expect(fromArray(type, toArray(type, values))).toEqual(values);
        }),
      );
    });

  it('reads an array without a dimension as empty', () => {
    expect(fromArray('int4', Buffer.from('000000000000000000000017', 'hex'))).toEqual([]);
  });

  it('has the layout that array_send has', () => {
    const sent = '000000010000000100000017000000020000000100000004ffffffffffffffff';
    expect(toArray('int4', [-1, null]).toString('hex')).toBe(sent);
  });
});
