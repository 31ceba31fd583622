import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pack, unpack } from './pack.ts';

const value = {
  title: 'Kp',
  nested: [
    { numbers: Float32Array.of(1.5, NaN, -2) },
    null,
    { bytes: Uint8Array.of(1, 2, 3), more: Int16Array.of(-5, 7) },
  ],
  exact: Float64Array.of(0.1, Infinity),
};

describe('the file of a model', () => {
  it('gives back what was put in, arrays and all', () => {
    expect(unpack(pack(value))).toEqual(value);
  });

  it('is the same bytes for the same value', () => {
    expect(pack(structuredClone(value))).toEqual(pack(value));
  });

  it.each([
    ['text', new TextEncoder().encode('hello')],
    ['another archive', gzipSync('hello\n{}')],
  ])('is not taken for %s', (_, bytes) => {
    expect(() => unpack(bytes)).toThrow(/Not a trained model of Orrery/);
  });
});
