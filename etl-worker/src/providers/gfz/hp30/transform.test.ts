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
import { transformGfzHp30 } from './transform.ts';

const row = (hour: number, hp30: number, ap30: number) => ({
  year: 2024,
  month: 5,
  day: 11,
  hh_h: hour,
  hh_m: hour + 0.25,
  hp30,
  ap30,
  d: 0,
});
const ROWS = [row(0.5, 11.667, 612), row(0, 0, 0), row(1, -1, -1)];
const feed = { transform: transformGfzHp30, parts: ROWS as readonly unknown[], join: JSON.stringify };

describe('Hp30', () => {
  it('is half-hourly, goes beyond 9, and leaves out what is not there yet', () => {
    expect(brief(transformGfzHp30(rawOf(JSON.stringify(ROWS))))).toEqual([
      'ap30 2024-05-11T00:00 0 provisional',
      'hp30 2024-05-11T00:00 0 provisional',
      'ap30 2024-05-11T00:30 612 provisional',
      'hp30 2024-05-11T00:30 11.667 provisional',
    ]);
  });

  it('is read from the service of GFZ', () => {
    const answer = { meta: {}, datetime: ['2024-05-11T00:30:00Z'], Hp30: [11.667] };
    expect(brief(transformGfzHp30(rawOf(JSON.stringify(answer))))).toEqual([
      'hp30 2024-05-11T00:30 11.667 provisional',
    ]);
  });

  it('does not depend on the order of rows', () => expectOrderNotToMatter(feed));
  it('loads what is good whatever stands beside it', () => expectGarbageToBeSetAside(feed, garbageRow));
  it('never throws', () => expectNeverToThrow(transformGfzHp30));
});

describeWithSharedData('recorded Hp30', () => {
  it('holds 1,425 half hours, 15 are not there yet', () => {
    const result = transformGfzHp30(rawOf(readShared('space-weather/gfz_hp30_nowcast.json')));
    expect([count(result, 'hp30'), count(result, 'ap30'), result.rejects.length]).toEqual([1425, 1425, 0]);
  });
});
