import { describe, expect, it } from 'vitest';
import { withReadableTimes } from './address.ts';

const fromOf = (text: string): string | null =>
  new URLSearchParams(withReadableTimes(`?from=${encodeURIComponent(text)}`)).get('from');

describe('times of an address', () => {
  it.each([
    ['2025-05-24T12:00:00Z', '2025-05-24T12:00:00.000Z'],
    ['2025-05-24T12:00Z', '2025-05-24T12:00:00.000Z'],
    ['2025-05-24T14:00:00+02:00', '2025-05-24T12:00:00.000Z'],
    ['2025-05-24T12:00', '2025-05-24T12:00:00.000Z'],
    ['2025-05-24', '2025-05-24T00:00:00.000Z'],
    ['2025-05-24T12:00:00.000Z', '2025-05-24T12:00:00.000Z'],
  ])('%s is read', (text, moment) => {
    expect(fromOf(text)).toBe(moment);
  });

  it.each(['now-6h', '1715342400000', '20240510', '2024-99-99T00:00:00Z', 'never'])('%s stays as it is', (text) => {
    expect(fromOf(text)).toBe(text);
  });

  it('leaves other parameters and an empty search alone', () => {
    expect(withReadableTimes('?var-site=la-palma&to=2025-05-25')).toBe(
      '?var-site=la-palma&to=2025-05-25T00%3A00%3A00.000Z',
    );
    expect(withReadableTimes('')).toBe('');
  });
});
