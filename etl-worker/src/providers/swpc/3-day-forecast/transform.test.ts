import { describe, expect, it } from 'vitest';
import { describeWithSharedData, readShared } from '@orrery/astro/testing';
import { at, expectNeverToThrow, rawOf } from '../../../testing/transforms.ts';
import type { Transformed } from '../../source.ts';
import { transformForecast3 } from './transform.ts';

const TEXT = `:Product: 3-Day Forecast
:Issued: 2024 Dec 30 1230 UTC
             Dec 30       Dec 31       Jan 01
00-03UT       1.67         2.33         0.00
21-00UT       4.67 (G1)    2.33         9.00 (G5)
              Dec 30  Dec 31  Jan 01
S1 or greater   99%     25%     15%
R1-R2           75%           40%           35%
R3 or greater   40%           15%           10%
Rationale: R1-R2 (Minor-Moderate) conditions are expected on 30 Dec due
`;
const bodyOf = ({ records }: Transformed) => {
  const [record] = records;
  if (record?.kind !== 'document') throw new Error('no document');
  return JSON.parse(record.body) as Record<'kp' | 's1' | 'r1r2' | 'r3', { timeMs: number; value: number }[]>;
};

describe('the 3-day forecast', () => {
  it('keeps its text and its tables as numbers, across the turn of the year', () => {
    const result = transformForecast3(rawOf(TEXT));
    const { kp, s1, r1r2, r3 } = bodyOf(result);
    expect(kp).toContainEqual({ timeMs: at('2024-12-30T21:00:00Z'), value: 4.67 });
    expect(kp).toContainEqual({ timeMs: at('2025-01-01T00:00:00Z'), value: 0 });
    expect([kp.length, kp.at(-1)]).toEqual([6, { timeMs: at('2025-01-01T21:00:00Z'), value: 9 }]);
    expect([s1, r1r2, r3].map((days) => days.map(({ value }) => value))).toEqual([
      [99, 25, 15],
      [75, 40, 35],
      [40, 15, 10],
    ]);
    expect(result.rejects).toEqual([]);
  });

  it('keeps the document and sets a bad line aside', () => {
    const result = transformForecast3(rawOf(TEXT.replace('2.33         0.00', 'x         0.00')));
    expect([result.records.length, result.rejects.length, bodyOf(result).kp.length]).toEqual([1, 1, 3]);
  });

  it('never throws', () => expectNeverToThrow(transformForecast3));
});

describeWithSharedData('recorded 3-day forecasts', () => {
  it.each([
    ['2024-05-13_3-day-forecast.txt', '2024-05-13T12:30:00.000Z', 6],
    ['2024-05-13_3-day-forecast-2.txt', '2024-05-15T12:30:00.000Z', 4.67],
  ])('%s is of %s and expects Kp %d', (file, issued, largest) => {
    const result = transformForecast3(rawOf(readShared(`swpc-responses/${file}`)));
    const { kp, s1, r1r2, r3 } = bodyOf(result);
    expect(result.records[0]).toMatchObject({ id: `3-day-forecast:${issued}`, collection: 'outlook' });
    expect([kp.length, s1.length, r1r2.length, r3.length]).toEqual([24, 3, 3, 3]);
    expect(Math.max(...kp.map(({ value }) => value))).toBe(largest);
    expect(result.rejects).toEqual([]);
  });
});
