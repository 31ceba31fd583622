import { fireballBodySchema, type DocumentRecord } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { fakeContext } from '../../../testing/extracts.ts';
import { describeWithSharedData, readShared } from '@orrery/astro/testing';
import {
  expectGarbageToBeSetAside,
  expectNeverToThrow,
  expectOrderNotToMatter,
  garbageRow,
  rawOf,
} from '../../../testing/transforms.ts';
import { jplFireballs } from './source.ts';
import { transformFireballs } from './transform.ts';

const FIELDS = ['date', 'energy', 'impact-e', 'lat', 'lat-dir', 'lon', 'lon-dir', 'alt', 'vel', 'vx', 'vy', 'vz'];
const ROW = ['2023-12-30 21:04:34', '21.7', '0.6', '63.4', 'S', '79.9', 'E', '37.0', '28.3', '20.7', '14.6', '12.7'];
const BARE = ['2021-05-06 05:54:27', '2.1', '0.076', null, null, null, null, null, null, null, null, null];
const answer = (data: readonly unknown[], more: object = {}): string =>
  JSON.stringify({
    signature: { version: '1.2', source: 'NASA/JPL Fireball Data API' },
    count: String(data.length),
    fields: FIELDS,
    data,
    ...more,
  });
const parts = {
  transform: transformFireballs,
  parts: [ROW, BARE] as readonly unknown[],
  join: (data: readonly unknown[]) => answer(data, { count: 2 }),
};
const bodyOf = (record: unknown) => fireballBodySchema.parse(JSON.parse((record as DocumentRecord).body));
const changed = (field: string, value: unknown) => ROW.map((old, i) => (FIELDS[i] === field ? value : old));

describe('fireballs', () => {
  it('are placed by the signs of their directions', () => {
    const rows = [ROW, ['2024-01-01 00:00:00', '1', '0.1', '10', 'N', '20', 'W', ...ROW.slice(7)]];
    const places = transformFireballs(rawOf(answer(rows))).records.map((record) => {
      const { latitude, longitude } = bodyOf(record);
      return [latitude, longitude];
    });
    expect(places).toEqual([
      [-63.4, 79.9],
      [10, -20],
    ]);
  });

  it('do without place, height and speed, and keep their energy', () => {
    const [record] = transformFireballs(rawOf(answer([BARE]))).records;
    expect(record).toMatchObject({ id: '2021-05-06T05:54:27Z', title: 'Fireball of 0.076 kt' });
    expect(bodyOf(record)).toEqual({
      energy: 2.1,
      impactEnergy: 0.076,
      latitude: null,
      longitude: null,
      altitude: null,
      velocity: null,
      velocityComponents: null,
    });
  });

  it('on the equator are at 0, not at nowhere', () => {
    const [record] = transformFireballs(rawOf(answer([changed('lat', '0.0')]))).records;
    expect(Object.is(bodyOf(record).latitude, 0)).toBe(true);
  });

  it.each([
    ['a place without direction', changed('lat-dir', null), /lat-dir: nothing is neither N nor S/],
    ['a latitude beyond the pole', changed('lat', '91'), /lat: 91/],
    ['no time', changed('date', 'yesterday'), /date/],
    ['a word for a number', changed('vel', 'fast'), /vel/],
  ])('with %s are set aside', (_, row, reason) => {
    const { records, rejects } = transformFireballs(rawOf(answer([BARE, row])));
    expect(records).toHaveLength(1);
    expect(rejects[0]?.reason).toMatch(reason);
  });

  it('do without the components where they were not asked for', () => {
    const body = answer([ROW.slice(0, 9)], { fields: FIELDS.slice(0, 9) });
    expect(bodyOf(transformFireballs(rawOf(body)).records[0])).toMatchObject({
      velocityComponents: null,
      velocity: 28.3,
    });
  });

  it('do not depend on the order of the rows nor on rows told twice', () => expectOrderNotToMatter(parts));
  it('survive garbage between the rows', () => expectGarbageToBeSetAside(parts, garbageRow));
  it('survive any body', () => expectNeverToThrow(transformFireballs));

  it('are asked for all at first, then for a year', async () => {
    const first = fakeContext(() => answer([ROW]));
    await jplFireballs.extract(first);
    const later = fakeContext(() => answer([ROW]), { cursor: first.noted() });
    await jplFireballs.extract(later);
    expect([...first.asked, ...later.asked]).toEqual([
      '/base/fireball.api?vel-comp=true&sort=-date',
      '/base/fireball.api?vel-comp=true&sort=-date&date-min=2025-08-22',
    ]);
  });
});

describeWithSharedData('recorded fireballs', () => {
  it('are 292, all with place and speed', () => {
    const result = transformFireballs(rawOf(readShared('nasa-jpl-responses/cneos/fireball_2024-03-21.json')));
    expect([result.records.length, result.rejects.length, result.complete, result.claimed]).toEqual([
      292,
      0,
      true,
      292,
    ]);
    expect(result.records.every((record) => bodyOf(record).latitude !== null)).toBe(true);
  });
});
