import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toBytes, toText } from './text.ts';

it('reads back texts, small and large, whatever they begin with', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('', '\u001f', '\u001f\u008b', '\ufeff'),
      fc.string({ unit: 'grapheme' }),
      fc.nat(3000),
      (start, text, times) => {
        const whole = start + text.repeat(times);
        expect(toText(toBytes(whole))).toBe(whole);
      },
    ),
  );
});

it('compresses a large text, and stores a small one unchanged', () => {
  const grid = JSON.stringify(Array.from({ length: 65_160 }, (_, i) => (i * 7) % 90));
  expect(toBytes(grid).length).toBeLessThan(grid.length / 5);
  expect(Buffer.from(toBytes('{"kp":0}')).toString()).toBe('{"kp":0}');
});
