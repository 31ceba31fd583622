import { describe, expect, it } from 'vitest';
import { BODIES, type Body, type EventKind, DAY_MS, MINUTE_MS } from '@orrery/contract';
import { describeWithSharedData, readShared } from '../testing/shared-data.ts';
import { findSkyEvents } from './find-sky-events.ts';
import { nearest, rowsOf, utc } from './testing.ts';

/** The almanac's minute: half of it is rounding, the rest ΔT, refraction and the Sun's radius taken as 16′ there. */
const TOLERANCE_MS = MINUTE_MS;
/**
 * At the pole the Sun climbs 1′ an hour: 2″ are 2 min. The tables take 16′ for the Sun's radius there and end with
 * the minute.
 */
const POLE_TOLERANCE_MS = 2 * MINUTE_MS;

interface Table {
  readonly body: Body;
  readonly longitude: number;
  readonly latitude: number;
  readonly year: number;
  readonly rows: { readonly timeMs: number; readonly kind: EventKind }[];
}

function tables(): Table[] {
  const found = new Map<string, Table>();
  for (const line of readShared('reference/riseset/riseset.txt').trim().split('\n')) {
    const [name, longitude, latitude, time, direction] = line.trim().split(/\s+/);
    const body = BODIES.find((candidate) => candidate === name!.toLowerCase())!;
    const year = +time!.slice(0, 4);
    const key = `${body} ${year} at ${latitude!} ${longitude!}`;
    const table = found.get(key) ?? { body, longitude: +longitude!, latitude: +latitude!, year, rows: [] };
    table.rows.push({ timeMs: Date.parse(time!), kind: direction === 'r' ? 'rise' : 'set' });
    found.set(key, table);
  }
  return [...found.values()];
}

describeWithSharedData('rise and set against the tables of the US Naval Observatory', () => {
  it.each(rowsOf(tables))(
    '$body $year at $latitude $longitude: all within a minute, none missed, none invented',
    (table) => {
      const { body, latitude, longitude, year, rows } = table;
      const events = findSkyEvents({
        kinds: ['rise', 'set'],
        bodies: [body],
        observer: { latitude, longitude, elevation: 0 },
        fromMs: utc(year),
        toMs: utc(year + 1) - 1,
      });
      expect(events.length).toBe(rows.length);
      const tolerance = Math.abs(latitude) === 90 ? POLE_TOLERANCE_MS : TOLERANCE_MS;
      for (const row of rows) {
        const event = nearest(
          events.filter(({ kind }) => kind === row.kind),
          row.timeMs,
        );
        const away = Math.abs((event?.timeMs ?? Infinity) - row.timeMs);
        expect(away, new Date(row.timeMs).toISOString()).toBeLessThanOrEqual(tolerance);
      }
    },
  );
});

describeWithSharedData('rise and set in thin air', () => {
  const lines = rowsOf(() => readShared('reference/riseset/elevation.txt').split('\n'));
  const rows = lines.filter((line) => /^\d/.test(line)).map((line) => line.trim().split(/\s+/));
  const onTheGround = rows.filter((row) => row[4] === '0');

  it.each(onTheGround)('%s %s %s on ground %s m high agrees with largeformatphotography.info', (...row) => {
    const [date, latitude, longitude, elevation, , ...clocks] = row;
    const columns = [
      ['sun', 'rise'],
      ['sun', 'set'],
      ['moon', 'rise'],
      ['moon', 'set'],
    ] as const;
    columns.forEach(([body, kind], i) => {
      // The table gives the clock of a local day: of the days around it the nearest.
      const clock = Date.parse(`${date!}T${clocks[i]!}Z`);
      const events = findSkyEvents({
        kinds: [kind],
        bodies: [body],
        observer: { latitude: +latitude!, longitude: +longitude!, elevation: +elevation! },
        fromMs: clock - DAY_MS,
        toMs: clock + 2 * DAY_MS,
      });
      const away = events.map((event) =>
        Math.min(Math.abs(event.timeMs - clock), Math.abs(event.timeMs - clock - DAY_MS)),
      );
      expect(Math.min(...away), `${body} ${kind}`).toBeLessThanOrEqual(TOLERANCE_MS);
    });
  });
});

describe('the Sun beyond the polar circle', () => {
  const longyearbyen = { latitude: 78.22, longitude: 15.65, elevation: 0 };

  it('does not set in May and does not rise in December', () => {
    const inMonth = (month: number) =>
      findSkyEvents({
        kinds: ['rise', 'set', 'twilight'],
        bodies: ['sun'],
        observer: longyearbyen,
        fromMs: utc(2024, month, 2),
        toMs: utc(2024, month, 28),
      });
    expect(inMonth(5)).toEqual([]);
    expect(inMonth(12).filter(({ kind }) => kind !== 'twilight')).toEqual([]);
    // The Sun stays deeper than 6°, so that not even civil twilight comes.
    expect(new Set(inMonth(12).map(({ subtype }) => subtype.replace(/D.*/, '')))).toEqual(
      new Set(['nautical', 'astronomical']),
    );
  });

  it('still culminates each day, seen or not', () => {
    const days = findSkyEvents({
      kinds: ['transit'],
      bodies: ['sun'],
      observer: longyearbyen,
      fromMs: utc(2024, 12, 1),
      toMs: utc(2024, 12, 31),
    });
    expect(days.length).toBe(30);
    expect(days.every(({ altitude }) => altitude! < 0)).toBe(true);
  });
});
