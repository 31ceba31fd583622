import { expect, it } from 'vitest';
import { absoluteTime } from './time.ts';

/** A Thursday. */
const NOW_MS = Date.UTC(2024, 4, 16, 13, 45, 30);

it.each([
  ['now', false, '2024-05-16T13:45:30.000Z'],
  ['now-1h', false, '2024-05-16T12:45:30.000Z'],
  ['now-1d+6h', false, '2024-05-15T19:45:30.000Z'],
  ['now-3M', false, '2024-02-16T13:45:30.000Z'],
  ['now+1y', false, '2025-05-16T13:45:30.000Z'],
  ['now/d', false, '2024-05-16T00:00:00.000Z'],
  ['now/d', true, '2024-05-16T23:59:59.999Z'],
  ['now-1w/w', false, '2024-05-06T00:00:00.000Z'],
  ['now-1M/M', true, '2024-04-30T23:59:59.999Z'],
  ['2024-05-10', false, '2024-05-10'],
])('%s (end: %s) is %s', (text, end, expected) => expect(absoluteTime(text, NOW_MS, end)).toBe(expected));

it.each(['now-', 'now-1', 'now-1x', 'nowhere', 'now/q'])('refuses %s', (text) =>
  expect(() => absoluteTime(text, NOW_MS)).toThrow(/relative to now is now-1h/),
);
