import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeWithSharedData, readShared } from '@orrery/astro/testing';
import {
  at,
  brief,
  count,
  expectGarbageToBeSetAside,
  expectNeverToThrow,
  expectOrderNotToMatter,
  rawOf,
} from '../testing/transforms.ts';
import { parseOmni2 } from './omni2.ts';

/** A line of 55 words, those given and zeros elsewhere. */
function line(year: number, day: number, hour: number, words: Readonly<Record<number, string>> = {}): string {
  const filled: Readonly<Record<number, string>> = {
    8: '5.3',
    12: '4.0',
    15: '-0.6',
    16: '-2.8',
    22: '31114.',
    23: '7.4',
    24: '306.',
    28: '1.35',
    38: '7',
    40: '0',
    41: '20',
    ...words,
  };
  return Array.from({ length: 55 }, (_, i) => String([year, day, hour][i] ?? filled[i] ?? '0')).join(' ');
}
const FILL = {
  8: '999.9',
  12: '999.9',
  15: '999.9',
  16: '999.9',
  22: '9999999.',
  23: '999.9',
  24: '9999.',
  28: '99.99',
  40: '99999',
  41: '9999',
};
const PARTS = [line(2024, 1, 0), line(2024, 366, 23, { 24: '9999.' }), line(2024, 366, 22, { 24: '9999.' })];
const file = { transform: parseOmni2, parts: PARTS, join: (lines: readonly string[]) => lines.join('\n') };

describe('OMNI2', () => {
  it('is read by the hour, definitive, Dst 0 as the value it is, and without Kp', () => {
    expect(brief(parseOmni2(rawOf(PARTS[0]!)))).toEqual([
      'ae 2024-01-01T00:00 20 definitive',
      'bt 2024-01-01T00:00 5.3 definitive',
      'bx 2024-01-01T00:00 4 definitive',
      'by 2024-01-01T00:00 -0.6 definitive',
      'bz 2024-01-01T00:00 -2.8 definitive',
      'dst 2024-01-01T00:00 0 definitive',
      'flowPressure 2024-01-01T00:00 1.35 definitive',
      'solarWindDensity 2024-01-01T00:00 7.4 definitive',
      'solarWindSpeed 2024-01-01T00:00 306 definitive',
      'solarWindTemperature 2024-01-01T00:00 31114 definitive',
    ]);
  });

  it('makes no record of a fill value', () => {
    const result = parseOmni2(rawOf(line(2024, 1, 0, FILL)));
    expect([result.records, result.rejects, result.gaps.length]).toEqual([[], [], 10]);
  });

  it('marks missing hours from the first to the last', () => {
    expect(parseOmni2(rawOf(PARTS.join('\n'))).gaps).toEqual([
      { series: 'solarWindSpeed', fromMs: at('2024-12-31T22:00:00Z'), toMs: at('2024-12-31T23:00:00Z') },
    ]);
  });

  it('sets an impossible number aside and keeps the others of its hour', () => {
    const result = parseOmni2(rawOf(line(2024, 1, 0, { 24: '99999.', 16: '9x' })));
    expect([result.records.length, result.rejects.map(({ reason }) => reason).sort()]).toEqual([
      8,
      ['solarWindSpeed: Solar wind speed of 99999 is out of range 100 … 4000', 'word 16 (bz): "9x" is no number'],
    ]);
  });

  it('does not depend on the order of lines', () => expectOrderNotToMatter(file));
  it('loads whatever line stands between', () => {
    expectGarbageToBeSetAside(
      file,
      fc.constantFrom('x', '2024 1 0', line(2023, 366, 0), line(2024, 0, 0), line(2024, 1, 24)),
    );
  });
  it('never throws', () => expectNeverToThrow(parseOmni2));
});

describeWithSharedData('recorded OMNI2', () => {
  it.each([
    [2003, 8760, 72, -422],
    [2021, 8760, 212, -105],
    [2023, 8760, 191, -213],
    [2024, 8784, 213, -406],
  ])(
    'of %i has %i hours, %i of them without a speed, and a least Dst of %i nT',
    (year, hours, withoutSpeed, leastDst) => {
      const result = parseOmni2(rawOf(readShared(`solar-wind/omni2_${year}.dat`)));
      const dst = result.records.flatMap((r) => (r.kind === 'observation' && r.series === 'dst' ? [r.value ?? 0] : []));
      expect([dst.length, hours - count(result, 'solarWindSpeed'), Math.min(...dst)]).toEqual([
        hours,
        withoutSpeed,
        leastDst,
      ]);
      expect(result.rejects).toEqual([]);
    },
  );
});
