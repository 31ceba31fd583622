import { HOUR_MS, type Cursor } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import type { ExtractContext, RawResponse } from './source.ts';
import { askForGoes } from './swpc/goes.ts';
import { askGfz } from './gfz/extract.ts';
import { addressOf } from './ask.ts';
import { swpc } from './swpc/provider.ts';

const NOW = Date.parse('2026-09-10T12:00:00Z');

/** A context that answers everything and notes what was asked and kept. */
function contextOf(cursor: Cursor | null, base = 'https://example.org', answers = true) {
  const asked: string[] = [];
  const cursors: Cursor[] = [];
  const context: ExtractContext = {
    nowMs: NOW,
    request: async (url) => {
      asked.push(url.href);
      const answer: RawResponse = { url: url.href, status: 200, headers: {}, body: '[]', retrievedAtMs: NOW };
      return answers ? answer : null;
    },
    base: () => base,
    cursor,
    setCursor: async (next) => void cursors.push(next),
    nasaApiKey: '',
  };
  return { context, asked, cursors };
}

describe('what is asked of GOES', () => {
  it.each([
    [null, '7-day'],
    [{ answeredMs: NOW - HOUR_MS }, '6-hour'],
    [{ answeredMs: NOW - 6 * HOUR_MS }, '1-day'],
    [{ answeredMs: NOW - 30 * HOUR_MS }, '3-day'],
    [{ answeredMs: NOW - 3000 * HOUR_MS }, '7-day'],
    [{}, '7-day'],
  ])('after %j is the file of %s', async (before, window) => {
    const { context, asked, cursors } = contextOf(before);
    await askForGoes('xrays')(context);
    expect(asked).toEqual([`https://example.org/json/goes/primary/xrays-${window}.json`]);
    expect(cursors).toEqual([{ answeredMs: NOW }]);
  });

  it('is asked again as before where nothing came', async () => {
    const { context, cursors } = contextOf(null, 'https://example.org', false);
    expect(await askForGoes('xrays')(context)).toEqual([]);
    expect(cursors).toEqual([]);
  });
});

describe('what is asked of GFZ', () => {
  it('are sixty days at first, afterwards the last days, by whole days and without fractions of a second', async () => {
    const first = contextOf(null);
    await askGfz('Kp', 'ap')(first.context);
    expect(first.asked[0]).toBe(
      'https://example.org/app/json/?start=2026-07-12T00%3A00%3A00Z&end=2026-09-11T00%3A00%3A00Z&index=Kp',
    );
    expect(first.asked).toHaveLength(2);
    const next = contextOf({ answeredMs: NOW - HOUR_MS });
    await askGfz('Hp30')(next.context);
    expect(next.asked[0]).toContain('start=2026-09-07T00%3A00%3A00Z');
  });
});

describe('an address', () => {
  it('keeps the path of a base that has one', () => {
    const { context } = contextOf(null, 'http://127.0.0.1:8080/swpc/');
    expect(addressOf(context, swpc, '/products/a.json').href).toBe('http://127.0.0.1:8080/swpc/products/a.json');
  });
});
