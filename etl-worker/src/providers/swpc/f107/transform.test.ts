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
import { transformF107 } from './transform.ts';

const row = (time: string, schedule: string, flux: number, frequency = 2800) => ({
  time_tag: time,
  frequency,
  flux,
  reporting_schedule: schedule,
  avg_begin_date: null,
  ninety_day_mean: null,
  rec_count: null,
});
const ROWS = [
  row('2026-08-11T17:00:00', 'Morning', 95),
  row('2026-08-11T20:00:00', 'Noon', 96),
  row('2026-08-11T20:00:00', 'Noon', 60, 1415),
  row('2026-08-10T20:00:00', 'Noon', 98),
];
const feed = { transform: transformF107, parts: ROWS as readonly unknown[], join: JSON.stringify };

describe('F10.7', () => {
  it('is the noon measurement at 10.7 cm, filed under its day', () => {
    expect(brief(transformF107(rawOf(JSON.stringify(ROWS))))).toEqual([
      'f107 2026-08-10T00:00 98 nowcast',
      'f107 2026-08-11T00:00 96 nowcast',
    ]);
  });

  it('is read from the summary in both its shapes', () => {
    expect(brief(transformF107(rawOf('[{"flux":101,"time_tag":"2026-09-25T20:00:00Z"}]')))).toEqual([
      'f107 2026-09-25T00:00 101 nowcast',
    ]);
    expect(brief(transformF107(rawOf('{"Flux":"101","TimeStamp":"2026-09-25 17:00:00"}')))).toEqual([]);
  });

  it('does not depend on the order of rows', () => expectOrderNotToMatter(feed));
  it('loads what is good whatever stands beside it', () => expectGarbageToBeSetAside(feed, garbageRow));
  it('never throws', () => expectNeverToThrow(transformF107));
});

describeWithSharedData('recorded F10.7', () => {
  it('is 222 on 2024-05-12', () => {
    const result = transformF107(rawOf(readShared('swpc-responses/2024-05-13_10cm-flux.json')));
    expect(brief(result)).toEqual(['f107 2024-05-12T00:00 222 nowcast']);
    expect([count(result, 'f107'), result.records[0]?.timeMs]).toEqual([1, at('2024-05-12T00:00:00Z')]);
  });
});
