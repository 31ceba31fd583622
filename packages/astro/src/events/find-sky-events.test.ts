import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_KIND_NAMES, OrreryError, DAY_MS } from '@orrery/contract';
import { findSkyEvents, MAX_SKY_EVENTS } from './find-sky-events.ts';
import { utc } from './testing.ts';
import type { SkyEvent, SkyEventsRequest } from './types.ts';

const VIENNA = { latitude: 48.21, longitude: 16.37, elevation: 180 };
const YEAR = { fromMs: utc(2024), toMs: utc(2025) };

function errorOf(request: SkyEventsRequest): OrreryError {
  try {
    findSkyEvents(request);
  } catch (error) {
    if (error instanceof OrreryError) return error;
    throw error;
  }
  throw new Error('The request was expected to fail.');
}

describe('a request for sky events', () => {
  it('gives events of every kind of the contract in a span that has them all', () => {
    // From the opposition of Mars in 2018 over the eclipse of 2019-07-02 to the transit of Mercury of 2019-11-11.
    const laSerena = { latitude: -29.9, longitude: -71.25, elevation: 30 };
    const events = findSkyEvents({
      kinds: EVENT_KIND_NAMES,
      observer: laSerena,
      fromMs: utc(2018, 7),
      toMs: utc(2019, 12),
    });
    expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(EVENT_KIND_NAMES));
    for (const event of events) {
      expect(event.title.length).toBeGreaterThan(3);
      expect(event.text).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d UTC.*\.$/);
      expect(event.text + event.title).not.toMatch(/NaN|undefined|null|Infinity/);
    }
  });

  it('needs an observer for what exists only at a place, and says for which kinds', () => {
    const error = errorOf({ kinds: ['rise', 'moonPhase', 'twilight'], ...YEAR });
    expect(error.code).toBe('missingParameter');
    expect(error.message).toContain('rise, twilight');
    expect(error.details[0]!.path).toBe('observer');
  });

  it('passes over bodies that cannot have a kind, unless none can', () => {
    const some = findSkyEvents({ kinds: ['opposition'], bodies: ['sun', 'jupiter'], ...YEAR });
    expect(some.map(({ body }) => body)).toEqual(['jupiter']);
    const error = errorOf({ kinds: ['opposition'], bodies: ['sun', 'venus'], ...YEAR });
    expect(error.code).toBe('outOfRange');
    expect(error.message).toContain('mars, jupiter');
  });

  it('refuses ranges that end before they begin or leave the ephemeris', () => {
    expect(errorOf({ kinds: ['season'], fromMs: 1, toMs: 0 }).code).toBe('outOfRange');
    expect(errorOf({ kinds: ['season'], fromMs: utc(1200), toMs: utc(2000) }).code).toBe('outOfRange');
  });

  it('stops where there are more events than the limit, and names it', () => {
    const error = errorOf({ kinds: ['rise', 'set'], observer: VIENNA, fromMs: utc(1900), toMs: utc(2100) });
    expect(error.code).toBe('tooLarge');
    expect(error.message).toContain(String(MAX_SKY_EVENTS));
  });

  it('stops when it is cancelled, before and in the middle', () => {
    expect(errorOf({ kinds: ['season'], ...YEAR, signal: AbortSignal.abort() }).code).toBe('cancelled');
    for (const kind of EVENT_KIND_NAMES) {
      const controller = new AbortController();
      let looks = 0;
      const signal = new Proxy(controller.signal, {
        get: (target, name) => (name === 'aborted' ? ++looks > 3 : Reflect.get(target, name)),
      });
      expect(errorOf({ kinds: [kind], observer: VIENNA, ...YEAR, signal }).code, kind).toBe('cancelled');
    }
  });

  it('counts an event that began before the range or ends after it', () => {
    const [eclipse] = findSkyEvents({ kinds: ['solarEclipse'], fromMs: utc(2024, 4, 8), toMs: utc(2024, 4, 9) });
    const at = (fromMs: number, toMs: number) => findSkyEvents({ kinds: ['solarEclipse'], fromMs, toMs });
    const { timeMs, timeEndMs } = eclipse!;
    expect(at(timeEndMs!, timeEndMs! + DAY_MS)).toEqual([eclipse]);
    expect(at(timeMs - DAY_MS, timeMs)).toEqual([eclipse]);
    expect(at(timeMs + 1000, timeMs + 2000)).toEqual([eclipse]);
    expect(at(timeEndMs! + 1, timeEndMs! + DAY_MS)).toEqual([]);
    expect(at(timeMs - DAY_MS, timeMs - 1)).toEqual([]);
  });
});

/** Measured 0.3 s on a slow core; the room is for tests beside it. */
const YEAR_LIMIT_MS = 3000;

describe('a year of all kinds at a place', () => {
  it('takes well below a second', () => {
    const start = performance.now();
    const events = findSkyEvents({ kinds: EVENT_KIND_NAMES, observer: VIENNA, ...YEAR });
    expect(performance.now() - start).toBeLessThan(YEAR_LIMIT_MS);
    expect(events.length).toBeGreaterThan(4000);
  });
});

const REACH_MS = 40 * DAY_MS;
const latitudes = fc.double({ min: -90, max: 90, noNaN: true });
const longitudes = fc.double({ min: -180, max: 180, noNaN: true });
const moments = fc.integer({ min: utc(1950), max: utc(2060) });
const spans = fc.integer({ min: 0, max: REACH_MS });
/** Each run computes 80 days of all kinds of events three times over. */
const RUNS = 12;

const key = (event: SkyEvent): string => JSON.stringify(event);

describe('for any place and time', () => {
  it('events are in order, touch the range, and have their peak inside', () => {
    fc.assert(
      fc.property(latitudes, longitudes, moments, spans, (latitude, longitude, fromMs, span) => {
        const observer = { latitude, longitude, elevation: 0 };
        const events = findSkyEvents({ kinds: EVENT_KIND_NAMES, observer, fromMs, toMs: fromMs + span });
        events.forEach((event, i) => {
          const endMs = event.timeEndMs ?? event.timeMs;
          expect(event.timeMs).toBeGreaterThanOrEqual(events[i - 1]?.timeMs ?? -Infinity);
          expect(endMs).toBeGreaterThanOrEqual(fromMs);
          expect(event.timeMs).toBeLessThanOrEqual(fromMs + span);
          expect(event.peakMs ?? event.timeMs).toBeGreaterThanOrEqual(event.timeMs);
          expect(event.peakMs ?? endMs).toBeLessThanOrEqual(endMs);
        });
      }),
      { numRuns: RUNS },
    );
  });

  it('two ranges that meet have together exactly the events of the whole', () => {
    fc.assert(
      fc.property(latitudes, longitudes, moments, spans, spans, (latitude, longitude, fromMs, first, second) => {
        const observer = { latitude, longitude, elevation: 0 };
        const find = (from: number, to: number) =>
          findSkyEvents({ kinds: EVENT_KIND_NAMES, observer, fromMs: from, toMs: to }).map(key);
        const [middle, end] = [fromMs + first, fromMs + first + second];
        const parts = new Set([...find(fromMs, middle), ...find(middle, end)]);
        expect([...parts].sort()).toEqual(find(fromMs, end).sort());
      }),
      { numRuns: RUNS },
    );
  });
});
