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
import { transformGfzIndices } from './transform.ts';

const DAY =
  '2024 05 11 33734 33734.5 2602  6  9.000  9.000  9.000  8.667  8.333  8.000  7.000  0.000  400  400  400  300  236  207  132    0   271 143  214.1  218.5 1';
const NEW_DAY = DAY.replace('2024 05 11', '2024 05 12').replace(/1$/, '2').replace('271 143', ' -1  -1');
const join = (lines: readonly string[]) => ['# header', '#YYY MM DD', ...lines].join('\n');
const file = { transform: transformGfzIndices, parts: [DAY, NEW_DAY], join };

describe('the indices of GFZ', () => {
  it('are eight Kp and ap a day, Ap, sunspots and F10.7, with what flag D says of each', () => {
    const result = transformGfzIndices(rawOf(join([DAY])));
    expect([count(result, 'kp', 'definitive'), count(result, 'ap', 'definitive'), result.records.length]).toEqual([
      8, 8, 20,
    ]);
    expect(brief(result)).toContain('kp 2024-05-11T21:00 0 definitive');
    expect(brief(result)).toContain('apDaily 2024-05-11T00:00 271 definitive');
    expect(brief(result)).toContain('sunspotNumberDaily 2024-05-11T00:00 143 provisional');
    expect(brief(result)).toContain('f107 2024-05-11T00:00 214.1 definitive');
  });

  it('leave out what is −1', () => {
    const result = transformGfzIndices(rawOf(join([NEW_DAY])));
    expect([count(result, 'apDaily'), count(result, 'sunspotNumberDaily'), count(result, 'kp')]).toEqual([0, 0, 8]);
  });

  it('are read from the three-hourly file too', () => {
    const line = '2016 01 01 03.0 04.50 30681.12500 30681.18750  5.333   56 1';
    expect(brief(transformGfzIndices(rawOf(line)))).toEqual([
      'ap 2016-01-01T03:00 56 definitive',
      `kp 2016-01-01T03:00 ${16 / 3} definitive`,
    ]);
  });

  it('do not depend on the order of lines', () => expectOrderNotToMatter(file));
  it('load whatever line stands between', () => {
    expectGarbageToBeSetAside(
      file,
      fc.constantFrom(
        '2024 05',
        'x'.repeat(40),
        DAY.replace('2024 05 11', '2024 13 11'),
        '2024 02 30 00.0 01.5 1 1 1 1 1',
      ),
    );
  });
  it('never throw', () => expectNeverToThrow(transformGfzIndices));
});

describeWithSharedData('recorded indices of GFZ', () => {
  it('hold the 2,928 intervals of 2016', () => {
    const result = transformGfzIndices(rawOf(readShared('space-weather/Kp_ap_2016.txt')));
    expect([count(result, 'kp', 'definitive'), count(result, 'ap'), result.rejects.length, result.gaps.length]).toEqual(
      [2928, 2928, 0, 0],
    );
  });
});
