import { describe, expect, it } from 'vitest';
import { describeWithSharedData, readShared } from '@orrery/astro/testing';
import {
  at,
  brief,
  count,
  expectGarbageToBeSetAside,
  expectNeverToThrow,
  expectOrderNotToMatter,
  garbageRow,
  rawOf,
} from '../../../testing/transforms.ts';
import { transformSolarWind } from './transform.ts';

const row = (time: string, source: string, active: boolean, speed: number | null) => ({
  time_tag: time,
  active,
  source,
  proton_speed: speed,
  proton_density: 3.09,
  proton_temperature: 24034,
  overall_quality: 0,
});
const ROWS = [
  row('2026-08-07T01:24:02', 'IMAP', false, 999),
  row('2026-08-07T01:24:00', 'SOLAR1', true, 276.9),
  row('2026-08-07T01:23:00', 'SOLAR1', true, null),
  row('2026-08-07T01:23:00', 'ACE', false, 555),
  row('2026-08-07T01:22:01', 'IMAP', true, 280),
];
const feed = { transform: transformSolarWind, parts: ROWS as readonly unknown[], join: JSON.stringify };
const speeds = (body: unknown) =>
  brief(transformSolarWind(rawOf(JSON.stringify(body)))).filter((line) => line.startsWith('solarWindSpeed'));

describe('the solar wind plasma', () => {
  it('is of the active spacecraft, minute by minute, with nulls as stated gaps', () => {
    expect(speeds(ROWS)).toEqual([
      'solarWindSpeed 2026-08-07T01:22 280 nowcast',
      'solarWindSpeed 2026-08-07T01:23 null nowcast',
      'solarWindSpeed 2026-08-07T01:24 276.9 nowcast',
    ]);
  });

  it('believes the first spacecraft of the list where two claim to be active', () => {
    const both = [row('2026-08-07T01:24:00', 'ACE', true, 300), row('2026-08-07T01:24:00', 'SOLAR1', true, 276.9)];
    expect(speeds(both)).toEqual(['solarWindSpeed 2026-08-07T01:24 276.9 nowcast']);
    expect(transformSolarWind(rawOf(JSON.stringify(both))).rejects).toEqual([]);
  });

  it('has no value in a minute in which no spacecraft is active', () => {
    expect(speeds([ROWS[0], ROWS[1], row('2026-08-07T01:25:00', 'ACE', false, 300)])).toHaveLength(1);
  });

  it('loads the other values of a row with a bad one', () => {
    const result = transformSolarWind(rawOf(JSON.stringify([{ ...ROWS[1], proton_density: 'many' }])));
    expect(brief(result)).toEqual([
      'solarWindSpeed 2026-08-07T01:24 276.9 nowcast',
      'solarWindTemperature 2026-08-07T01:24 24034 nowcast',
    ]);
    expect(result.rejects.map(({ reason }) => reason)).toEqual(['proton_density: "many" is no number']);
  });

  it.each([-999.9, -9999, -99999, '-9999.9', 1e31])('takes the code %s for a missing value', (code) => {
    expect(speeds([{ ...ROWS[1], proton_speed: code }])).toEqual(['solarWindSpeed 2026-08-07T01:24 null nowcast']);
  });

  it('does not take a density of 0 for a missing one', () => {
    const result = transformSolarWind(rawOf(JSON.stringify([{ ...ROWS[1], proton_density: 0 }])));
    expect(brief(result)).toContain('solarWindDensity 2026-08-07T01:24 0 nowcast');
  });

  it('marks what is missing, also between minutes', () => {
    const [first, last] = [
      row('2026-08-07T01:00:00', 'SOLAR1', true, 300),
      row('2026-08-07T01:05:00', 'SOLAR1', true, 301),
    ];
    expect(transformSolarWind(rawOf(JSON.stringify([last, first]))).gaps).toContainEqual({
      series: 'solarWindSpeed',
      fromMs: at('2026-08-07T01:01:00Z'),
      toMs: at('2026-08-07T01:04:00Z'),
    });
  });

  it('is read from the one-number summaries of old and new', () => {
    const old = { WindSpeed: '583', TimeStamp: '2024-05-13 20:12:00.000' };
    expect(speeds(old)).toEqual(['solarWindSpeed 2024-05-13T20:12 583 nowcast']);
    expect(speeds([{ proton_speed: 401, time_tag: '2026-09-09T03:46:00Z' }])).toEqual([
      'solarWindSpeed 2026-09-09T03:46 401 nowcast',
    ]);
  });

  it('does not depend on the order of rows', () => expectOrderNotToMatter(feed));
  it('loads what is good whatever stands beside it', () => expectGarbageToBeSetAside(feed, garbageRow));
  it('never throws', () => expectNeverToThrow(transformSolarWind));
});

describeWithSharedData('recorded solar wind plasma', () => {
  it.each([
    ['2024-05-08_plasma-7-day.json', 9545, 50],
    ['2026-02-02_plasma-7-day.json', 9059, 41],
    ['2026-03-27_plasma-1-day.json', 1407, 0],
    ['2026-03-27_plasma-7-day.json', 9767, 50],
    ['2026-03-30_plasma-7-day.json', 9774, 23],
    ['2026-04-18_plasma-7-day.json', 9692, 34],
  ])('%s holds %i minutes, %i of them without a speed', (file, minutes, nulls) => {
    const result = transformSolarWind(rawOf(readShared(`swpc-responses/${file}`)));
    const found = result.records.filter((r) => r.kind === 'observation' && r.series === 'solarWindSpeed');
    expect(found).toHaveLength(minutes);
    expect(found.filter((r) => r.kind === 'observation' && r.value === null)).toHaveLength(nulls);
    expect(count(result, 'solarWindDensity')).toBe(minutes);
    expect(result.rejects).toEqual([]);
  });
});
