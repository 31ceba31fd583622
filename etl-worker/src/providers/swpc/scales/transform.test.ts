import { describe, expect, it } from 'vitest';
import { describeWithSharedData, readShared } from '@orrery/astro/testing';
import { brief, expectNeverToThrow, rawOf } from '../../../testing/transforms.ts';
import { transformScales } from './transform.ts';

const now = {
  DateStamp: '2026-09-01',
  TimeStamp: '10:16:30',
  R: { Scale: '0', Text: 'none', MinorProb: null, MajorProb: null },
  S: { Scale: '1', Text: 'minor', Prob: null },
  G: { Scale: null, Text: null },
};
const tomorrow = {
  DateStamp: '2026-09-02',
  TimeStamp: '00:00:00',
  R: { Scale: null, Text: null, MinorProb: '40', MajorProb: '0' },
  S: { Scale: null, Text: null, Prob: '5' },
  G: { Scale: '2', Text: 'moderate' },
};

describe('the NOAA scales', () => {
  it('are what stands now and what is expected by day', () => {
    expect(brief(transformScales(rawOf(JSON.stringify({ '0': now, '2': tomorrow, '-1': now }))))).toEqual([
      'noaaScaleG 2026-09-01T10:16 null nowcast',
      'noaaScaleR 2026-09-01T10:16 0 nowcast',
      'noaaScaleS 2026-09-01T10:16 1 nowcast',
      'noaaScaleG 2026-09-02T00:00 2 predicted',
      'r1r2Probability 2026-09-02T00:00 40 predicted',
      'r3Probability 2026-09-02T00:00 0 predicted',
      's1Probability 2026-09-02T00:00 5 predicted',
    ]);
  });

  it('load without the entry that is bad', () => {
    const result = transformScales(rawOf(JSON.stringify({ '0': now, '1': { DateStamp: 7 }, '2': tomorrow })));
    expect([result.records.length, result.rejects.length, result.complete]).toEqual([7, 1, false]);
    expect(result.rejects[0]?.reason).toMatch(/DateStamp/);
  });

  it('never throw', () => expectNeverToThrow(transformScales));
});

describeWithSharedData('recorded NOAA scales', () => {
  it('have S1 and three days ahead', () => {
    const result = transformScales(rawOf(readShared('swpc-responses/2024-05-13_noaa-scales.json')));
    expect([result.records.length, result.rejects.length]).toEqual([15, 0]);
    expect(brief(result)).toContain('noaaScaleS 2024-05-13T20:16 1 nowcast');
    expect(brief(result)).toContain('r1r2Probability 2024-05-14T00:00 40 predicted');
  });
});
