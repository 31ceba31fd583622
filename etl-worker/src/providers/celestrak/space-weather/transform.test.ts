import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeWithSharedData, readShared } from '@orrery/astro/testing';
import {
  brief,
  count,
  expectGarbageToBeSetAside,
  expectNeverToThrow,
  expectOrderNotToMatter,
  rawOf,
} from '../../../testing/transforms.ts';
import { transformSpaceWeatherFile } from './transform.ts';

const HEADER =
  'DATE,BSRN,ND,KP1,KP2,KP3,KP4,KP5,KP6,KP7,KP8,KP_SUM,AP1,AP2,AP3,AP4,AP5,AP6,AP7,AP8,AP_AVG,CP,C9,ISN,F10.7_OBS,F10.7_ADJ,F10.7_DATA_TYPE,F10.7_OBS_CENTER81';
const day = (date: string, type: string, f107 = '217.6') =>
  `${date},2610,12,3,7,17,13,0,40,43,90,173,2,3,6,5,0,27,32,400,13,0.7,3,0,${f107},210.4,${type},195.0`;
const MONTH = '2027-01-01,,,,,,,,,,,,,,,,,,,,,,,80,110.0,108.0,PRM,';
const PARTS = [
  day('2024-12-31', 'OBS'),
  day('2026-09-30', 'OBS'),
  day('2024-12-30', 'INT'),
  day('2026-10-05', 'PRD'),
  MONTH,
];
const join = (lines: readonly string[]) => [HEADER, ...lines].join('\r\n');
const file = { transform: transformSpaceWeatherFile, parts: PARTS, join };
const lines = (parts: readonly string[]) => brief(transformSpaceWeatherFile(rawOf(join(parts))));

describe('the space weather file', () => {
  it('has Kp in thirds of its tenths, 0 as the value it is', () => {
    expect(lines([PARTS[0]!]).filter((line) => line.startsWith('kp'))).toEqual([
      `kp 2024-12-31T00:00 ${1 / 3} definitive`,
      `kp 2024-12-31T03:00 ${2 / 3} definitive`,
      `kp 2024-12-31T06:00 ${5 / 3} definitive`,
      `kp 2024-12-31T09:00 ${4 / 3} definitive`,
      'kp 2024-12-31T12:00 0 definitive',
      'kp 2024-12-31T15:00 4 definitive',
      `kp 2024-12-31T18:00 ${13 / 3} definitive`,
      'kp 2024-12-31T21:00 9 definitive',
    ]);
    expect(lines([PARTS[0]!])).toContain('sunspotNumberDaily 2024-12-31T00:00 0 definitive');
  });

  it('is provisional for half a year; an interpolated F10.7 stays so while its Kp does not', () => {
    expect(lines([PARTS[1]!]).every((line) => line.endsWith('provisional'))).toBe(true);
    expect(lines([PARTS[2]!])).toContain('f107 2024-12-30T00:00 217.6 provisional');
    expect(lines([PARTS[2]!])).toContain('kp 2024-12-30T21:00 9 definitive');
  });

  it('predicts ap and F10.7 by day and F10.7 by month, not Kp', () => {
    const predicted = lines([PARTS[3]!, MONTH]);
    expect(predicted.every((line) => line.endsWith('predicted') && !line.startsWith('kp'))).toBe(true);
    expect(predicted).toContain('f107Monthly 2027-01-01T00:00 110 predicted');
    expect(predicted).toContain('ap 2026-10-05T21:00 400 predicted');
  });

  it('keeps a flux that a flare has contaminated, and refuses one that cannot be', () => {
    expect(lines([day('2011-03-07', 'OBS', '938.6')])).toContain('f107 2011-03-07T00:00 938.6 definitive');
    const result = transformSpaceWeatherFile(rawOf(join([day('2011-03-07', 'OBS', '0')])));
    expect([count(result, 'f107'), count(result, 'kp'), result.rejects.length]).toEqual([0, 8, 1]);
  });

  it('does not depend on the order of rows', () => expectOrderNotToMatter(file));
  it('loads whatever row stands between', () => {
    expectGarbageToBeSetAside(
      file,
      fc.constantFrom('x', '2024-02-30,', day('2024-13-01', 'OBS'), day('2024-11-01', 'GUESS')),
    );
  });
  it('never throws', () => expectNeverToThrow(transformSpaceWeatherFile));
});

describeWithSharedData('the recorded space weather file', () => {
  it('has 24,564 days without a gap, and Kp 9 in the great storms', () => {
    const result = transformSpaceWeatherFile(rawOf(readShared('space-weather/SW-All_1957-10_2024-12.csv')));
    expect([count(result, 'kp'), count(result, 'ap'), count(result, 'f107')]).toEqual([196_512, 196_512, 24_564]);
    expect([count(result, 'f107', 'provisional'), result.rejects.length, result.gaps.length]).toEqual([57, 0, 0]);
    const nines = result.records.filter((r) => r.kind === 'observation' && r.series === 'kp' && r.value === 9);
    const days = new Set(nines.map(({ timeMs }) => new Date(timeMs).toISOString().slice(0, 10)));
    for (const date of ['1989-03-13', '1989-03-14', '2003-10-29', '2003-10-30', '2024-05-11'])
      expect(days).toContain(date);
  });
});
