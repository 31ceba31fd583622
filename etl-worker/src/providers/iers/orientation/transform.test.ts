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
} from '../../../testing/transforms.ts';
import { transformOrientation } from './transform.ts';

const MEASURED =
  '73 1 2 41684.00 I  0.120733 0.009786  0.136966 0.015902  I 0.8084178 0.0002710  0.0000 0.1916  P    -0.766    0.199    -0.720    0.300   .143000   .137000   .8075000   -18.637    -3.667  ';
const PREDICTED =
  '21 129 59243.00 P  0.040408 0.006043  0.336982 0.007574  P-0.1702062 0.0058218                 P     0.311    0.128     0.050    0.160                                                     ';
const BLANK = '22 129 59608.00'.padEnd(187);
const join = (lines: readonly string[]) => lines.join('\n');
const file = { transform: transformOrientation, parts: [MEASURED, PREDICTED, BLANK], join };

describe('the orientation of the Earth', () => {
  it('is provisional from Bulletin A, definitive from Bulletin B, predicted ahead, and nothing where the columns are blank', () => {
    expect(brief(transformOrientation(rawOf(join(file.parts))))).toEqual([
      'polarMotionX 1973-01-02T00:00 0.143 definitive',
      'polarMotionX 1973-01-02T00:00 0.120733 provisional',
      'polarMotionY 1973-01-02T00:00 0.137 definitive',
      'polarMotionY 1973-01-02T00:00 0.136966 provisional',
      'ut1MinusUtc 1973-01-02T00:00 0.8075 definitive',
      'ut1MinusUtc 1973-01-02T00:00 0.8084178 provisional',
      'polarMotionX 2021-01-29T00:00 0.040408 predicted',
      'polarMotionY 2021-01-29T00:00 0.336982 predicted',
      'ut1MinusUtc 2021-01-29T00:00 -0.1702062 predicted',
    ]);
  });

  it('does not depend on the order of lines', () => expectOrderNotToMatter(file));
  it('loads whatever line stands between', () => {
    const wrong = PREDICTED.replace('0.336982', '0.33x982').replace('59243', '59244').replace(' 0.040408', ' 9.040408');
    expectGarbageToBeSetAside(file, fc.constantFrom('x', MEASURED.slice(10), wrong.replace(/P-0.17/, 'Q-0.17')));
  });
  it('never throws', () => expectNeverToThrow(transformOrientation));
});

describeWithSharedData('the recorded orientation of the Earth', () => {
  it('has 17,503 measured and 373 predicted days since 1973', () => {
    const result = transformOrientation(rawOf(readShared('reference/finals2000A.all')));
    expect([count(result, 'ut1MinusUtc', 'provisional'), count(result, 'ut1MinusUtc', 'predicted')]).toEqual([
      17_503, 373,
    ]);
    expect([count(result, 'ut1MinusUtc', 'definitive'), count(result, 'polarMotionX', 'predicted')]).toEqual([
      17_471, 373,
    ]);
    expect([result.rejects.length, result.gaps.length, result.records[0]?.timeMs]).toEqual([
      0,
      0,
      at('1973-01-02T00:00:00Z'),
    ]);
  });
});
