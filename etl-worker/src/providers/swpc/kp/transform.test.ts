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
import { transformKp } from './transform.ts';

const ROWS = [
  { time_tag: '2026-04-02T03:00:00', Kp: 1.67, a_running: 6, station_count: 8 },
  { time_tag: '2026-04-02T00:00:00', Kp: 0, a_running: 0, station_count: 8 },
  { time_tag: '2026-04-02T09:00:00', Kp: 9, a_running: 400, station_count: 8 },
];
const objects = { transform: transformKp, parts: ROWS as readonly unknown[], join: JSON.stringify };

describe('the planetary K index', () => {
  it('is read from rows under a header', () => {
    const body = '[["time_tag","Kp","a_running","station_count"],["2026-02-02 00:00:00.000","2.33","9","8"]]';
    expect(brief(transformKp(rawOf(body)))).toEqual(['kp 2026-02-02T00:00 2.33 nowcast']);
  });

  it('is read from objects, sorted by time, with Kp 0 as the value it is', () => {
    expect(brief(transformKp(rawOf(JSON.stringify(ROWS))))).toEqual([
      'kp 2026-04-02T00:00 0 nowcast',
      'kp 2026-04-02T03:00 1.67 nowcast',
      'kp 2026-04-02T09:00 9 nowcast',
    ]);
  });

  it('marks the interval that is missing', () => {
    const six = Date.parse('2026-04-02T06:00:00Z');
    expect(transformKp(rawOf(JSON.stringify(ROWS))).gaps).toEqual([{ series: 'kp', fromMs: six, toMs: six }]);
  });

  it('keeps a null as a gap that the source states', () => {
    const body = '[["time_tag","Kp"],["2026-02-02 00:00:00.000",null]]';
    expect(brief(transformKp(rawOf(body)))).toEqual(['kp 2026-02-02T00:00 null nowcast']);
  });

  it('sets bad records aside with a reason and keeps the others', () => {
    const body =
      '[["time_tag","Kp"],["2026-02-02 00:00:00.000",""],["2026-02-02 03:00:00.000","11"],["2026-02-02 06:00:00.000","9.00"]]';
    const result = transformKp(rawOf(body));
    expect(brief(result)).toEqual(['kp 2026-02-02T06:00 9 nowcast']);
    expect(result.rejects.map(({ reason }) => reason)).toEqual([
      'Kp: "" is no number',
      'kp: Kp of 11 is out of range 0 … 9',
    ]);
    expect(result.complete).toBe(false);
  });

  it('sets records that contradict each other aside, all but one', () => {
    const twice = [...ROWS, { ...ROWS[0], Kp: 2.33 }];
    const result = transformKp(rawOf(JSON.stringify(twice)));
    expect(count(result, 'kp')).toBe(3);
    expect(result.rejects).toHaveLength(1);
    expect(result.rejects[0]?.reason).toMatch(/contradicts another record/);
  });

  it.each(['<html>busy</html>', '{"error":1}', '[["when","what"],[1,2]]', '[1,2]', '[["time_tag","Kp"],["2026-02-'])(
    'sets an unknown shape aside whole: %s',
    (body) => {
      expect(transformKp(rawOf(body))).toEqual({
        records: [],
        rejects: [{ reason: 'unknown shape of the planetary K index', raw: body }],
        complete: false,
        claimed: null,
        gaps: [],
      });
    },
  );

  it('does not depend on the order of rows', () => expectOrderNotToMatter(objects));
  it('loads what is good whatever stands beside it', () => expectGarbageToBeSetAside(objects, garbageRow));
  it('never throws', () => expectNeverToThrow(transformKp));
});

describeWithSharedData('recorded planetary K index', () => {
  it('has the storm of May 2024 with Kp 9', () => {
    const result = transformKp(rawOf(readShared('swpc-responses/2024-05-13_noaa-planetary-k-index.json')));
    expect([count(result, 'kp'), result.rejects.length, result.gaps.length]).toEqual([62, 0, 0]);
    expect(brief(result)).toContain('kp 2024-05-11T00:00 9 nowcast');
  });

  it('has the week of February 2026', () => {
    const result = transformKp(rawOf(readShared('swpc-responses/2026-02_noaa-planetary-k-index.json')));
    expect([count(result, 'kp'), result.rejects.length, result.gaps.length]).toEqual([62, 0, 0]);
  });
});
