import { DAY_MS, HOUR_MS, type DocumentRecord, type Observation } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { swpcKp } from '../providers/swpc/kp/source.ts';
import { rawResponse } from '../testing/sources.ts';
import { transformChecked } from '../stages/transform/transform.ts';
import { withinHorizon } from './horizon.ts';

const NOW_MS = Date.UTC(2026, 10, 28, 12);
const point = (series: string, timeMs: number, revision: Observation['revision'] = 'nowcast'): Observation => ({
  kind: 'observation',
  series,
  timeMs,
  value: 3,
  revision,
  source: 'test',
  retrievedAtMs: NOW_MS,
});
const event = (timeMs: number, timeEndMs: number | null): DocumentRecord => ({
  kind: 'document',
  collection: 'spaceWeatherEvent',
  id: 'FLR-1',
  timeMs,
  timeEndMs,
  title: 'flare',
  linked: [],
  body: '{}',
  source: 'test',
  retrievedAtMs: NOW_MS,
});
const passed = (...records: readonly (Observation | DocumentRecord)[]) =>
  withinHorizon({ records, rejects: [], complete: true, claimed: null, gaps: [] }, NOW_MS);

describe('records of times that cannot be', () => {
  it('are set aside by the transform stage with the field and its bounds, and the others pass', () => {
    const rows = ['2026-11-28T09:00:00', '2099-01-01T00:00:00', '9999-12-31T21:00:00', '1024-01-01T00:00:00'];
    const body = JSON.stringify(rows.map((time_tag) => ({ time_tag, Kp: 3, a_running: 15, station_count: 8 })));
    const { records, rejects, complete, gaps } = transformChecked(swpcKp, rawResponse(body, NOW_MS));
    expect(records.map(({ timeMs }) => timeMs)).toEqual([Date.UTC(2026, 10, 28, 9)]);
    expect(rejects.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(
        /^time of kp \(nowcast\): 1024-01-01T00:00:00.000Z lies outside 1932-01-01T00:00:00.000Z … 2\d{3}-/,
      ) as unknown,
      expect.stringContaining('2099-01-01') as unknown,
      expect.stringContaining('9999-12-31') as unknown,
    ]);
    expect(complete).toBe(false);
    expect(gaps).toEqual([]);
  });

  it('are not those between the simulated time of a replay and the real one', () => {
    const body = JSON.stringify([{ time_tag: '2025-06-01T09:00:00', Kp: 3, a_running: 15, station_count: 8 }]);
    const { records, rejects } = transformChecked(swpcKp, rawResponse(body, Date.UTC(2024, 4, 10)));
    expect([records.length, rejects]).toEqual([1, []]);
  });

  it('are observations more than an hour ahead, forecasts beyond their reach, history before the first year', () => {
    const within = [
      point('kp', NOW_MS + HOUR_MS),
      point('kp', NOW_MS + 4 * DAY_MS, 'predicted'),
      point('f107Monthly', NOW_MS + 5000 * DAY_MS, 'predicted'),
      point('sunspotNumber', Date.UTC(1749, 0), 'definitive'),
      event(NOW_MS - DAY_MS, NOW_MS),
    ];
    const outside = [
      point('kp', NOW_MS + HOUR_MS + 1),
      point('kp', NOW_MS + 40 * DAY_MS, 'predicted'),
      point('dst', Date.UTC(1956, 0), 'definitive'),
      event(NOW_MS - DAY_MS, NOW_MS + 30 * DAY_MS),
    ];
    const result = passed(...within, ...outside);
    expect(result.records).toEqual(within);
    expect(result.rejects).toHaveLength(outside.length);
    expect(result.rejects.at(-1)?.reason).toMatch(/^end of spaceWeatherEvent: /);
  });
});
