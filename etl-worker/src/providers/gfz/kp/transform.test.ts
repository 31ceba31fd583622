import { describe, expect, it } from 'vitest';
import { describeWithSharedData, readShared } from '@orrery/astro/testing';
import {
  brief,
  count,
  expectGarbageToBeSetAside,
  expectNeverToThrow,
  expectOrderNotToMatter,
  garbageRow,
  rawOf,
} from '../../../testing/transforms.ts';
import { transformGfzKp } from './transform.ts';

const ANSWER = {
  meta: { source: 'GFZ Potsdam', license: 'CC BY 4.0' },
  datetime: ['2024-05-11T00:00:00Z', '2024-05-11T03:00:00Z', '2024-05-11T06:00:00Z', '2024-05-11T09:00:00Z'],
  Kp: [9.0, 8.667, 0.333, -1],
  status: ['def', 'pre', 'nowcast', 'nowcast'],
};
const day = (n: number, d: number) => ({
  year: 2025,
  month: 2,
  day: n,
  kp1: 0,
  kp2: 0.333,
  kp3: 2,
  kp4: 2,
  kp5: 2,
  kp6: 2,
  kp7: 2,
  kp8: -1,
  ap1: 0,
  ap2: 2,
  ap3: 7,
  ap4: 7,
  ap5: 7,
  ap6: 7,
  ap7: 7,
  ap8: -1,
  ap: -1,
  sn: 0,
  f107obs: 178.6,
  f107adj: -1,
  d,
});
const feed = { transform: transformGfzKp, parts: [day(14, 1), day(15, 0)] as readonly unknown[], join: JSON.stringify };

describe('Kp of GFZ', () => {
  it('is read from its service: definitive or provisional, in exact thirds, without what is not there yet', () => {
    expect(brief(transformGfzKp(rawOf(JSON.stringify(ANSWER))))).toEqual([
      'kp 2024-05-11T00:00 9 definitive',
      `kp 2024-05-11T03:00 ${26 / 3} provisional`,
      `kp 2024-05-11T06:00 ${1 / 3} provisional`,
    ]);
  });

  it('sets a value that is none aside and keeps the others', () => {
    const result = transformGfzKp(rawOf(JSON.stringify({ ...ANSWER, Kp: [9, 'high', 0, 1] })));
    expect([result.records.length, result.rejects.map(({ reason }) => reason)]).toEqual([
      3,
      ['Kp: "high" is no number'],
    ]);
  });

  it('is refused where times and values are not as many', () => {
    const result = transformGfzKp(rawOf(JSON.stringify({ ...ANSWER, Kp: [9] })));
    expect([result.records, result.rejects[0]?.reason]).toEqual([[], 'Kp: 1 values for 4 times']);
  });

  it('is read from days, each with its ap, sunspots and F10.7', () => {
    const result = transformGfzKp(rawOf(JSON.stringify([day(14, 1)])));
    expect(brief(result).filter((line) => line.includes('T00:00'))).toEqual([
      'ap 2025-02-14T00:00 0 definitive',
      'f107 2025-02-14T00:00 178.6 definitive',
      'kp 2025-02-14T00:00 0 definitive',
      'sunspotNumberDaily 2025-02-14T00:00 0 provisional',
    ]);
    expect([count(result, 'kp'), count(result, 'ap'), count(result, 'apDaily')]).toEqual([7, 7, 0]);
  });

  it('does not depend on the order of days', () => expectOrderNotToMatter(feed));
  it('loads what is good whatever stands beside it', () => expectGarbageToBeSetAside(feed, garbageRow));
  it('never throws', () => expectNeverToThrow(transformGfzKp));
});

describeWithSharedData('recorded Kp of GFZ', () => {
  it('holds 30 days, 15 of them definitive', () => {
    const result = transformGfzKp(rawOf(readShared('space-weather/gfz_kp_nowcast.json')));
    expect([count(result, 'kp', 'definitive'), count(result, 'kp', 'provisional'), result.rejects.length]).toEqual([
      120, 118, 0,
    ]);
    expect([count(result, 'sunspotNumberDaily'), count(result, 'f107')]).toEqual([30, 28]);
  });
});
