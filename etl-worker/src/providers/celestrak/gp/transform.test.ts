import { describe, expect, it } from 'vitest';
import { describeWithSharedData, readShared } from '@orrery/astro/testing';
import {
  at,
  count,
  expectNeverToThrow,
  expectOrderNotToMatter,
  garbageRow,
  rawOf,
  RETRIEVED_MS,
} from '../../../testing/transforms.ts';
import type { RawText } from '../../../records/collector.ts';
import { transformGp } from './transform.ts';

const omm = (id: number) => ({
  OBJECT_NAME: 'ISS (ZARYA)',
  OBJECT_ID: '1998-067A',
  EPOCH: '2025-05-24T20:37:27.097824',
  MEAN_MOTION: 15.49717269,
  ECCENTRICITY: 0.0002122,
  INCLINATION: 51.636,
  RA_OF_ASC_NODE: 62.6541,
  ARG_OF_PERICENTER: 144.9421,
  MEAN_ANOMALY: 215.1708,
  EPHEMERIS_TYPE: 0,
  CLASSIFICATION_TYPE: 'U',
  NORAD_CAT_ID: id,
  ELEMENT_SET_NO: 999,
  REV_AT_EPOCH: 51154,
  BSTAR: 0.00020518,
  MEAN_MOTION_DOT: 0.00011156,
  MEAN_MOTION_DDOT: 0,
});
const transform = (raw: RawText) => transformGp(raw, 'celestrak-gp-stations', 'stations');
const ROWS: readonly unknown[] = [omm(123_456_789), omm(25_544)];

describe('the elements of a group', () => {
  it('are a document each, keyed by number and epoch, and one of who belongs to it', () => {
    const { records, complete } = transform(rawOf(JSON.stringify(ROWS)));
    expect(complete).toBe(true);
    expect(records.map((r) => r.kind === 'document' && [r.collection, r.id, r.timeMs])).toEqual([
      ['elements', '123456789:2025-05-24T20:37:27.097824', at('2025-05-24T20:37:27.098Z')],
      ['elements', '25544:2025-05-24T20:37:27.097824', at('2025-05-24T20:37:27.098Z')],
      ['satelliteGroup', 'stations', RETRIEVED_MS],
    ]);
    const [first, , group] = records.map((r) => JSON.parse(r.kind === 'document' ? r.body : '{}') as unknown);
    expect(first).toMatchObject({ NORAD_CAT_ID: 123_456_789, MEAN_MOTION: 15.49717269 });
    expect(group).toEqual({ group: 'stations', noradIds: [25_544, 123_456_789] });
  });

  it('load without the bad ones, but do not say then who belongs to the group', () => {
    for (const bad of [{ ...omm(7), ECCENTRICITY: 2 }, { NORAD_CAT_ID: 5 }, null, 'GP data has not updated']) {
      const result = transform(rawOf(JSON.stringify([...ROWS, bad])));
      expect([count(result, 'elements'), count(result, 'satelliteGroup'), result.rejects.length]).toEqual([2, 0, 1]);
      expect(result.complete).toBe(false);
    }
  });

  it.each(['No GP data found', '[]', '{}', '<html>'])('are never taken for whole where there are none: %s', (body) => {
    expect(transform(rawOf(body))).toMatchObject({ records: [], complete: false });
  });

  it('do not depend on the order of records', () =>
    expectOrderNotToMatter({ transform, parts: ROWS, join: JSON.stringify }));
  it('never throw', () => {
    expectNeverToThrow((raw) => {
      const result = transform(raw);
      return { ...result, complete: result.rejects.length === 0 };
    });
    expect(() => transform(rawOf(JSON.stringify([garbageRow.toString(), 1, [], { EPOCH: 1 }])))).not.toThrow();
  });
});

describeWithSharedData('recorded elements', () => {
  it.each([
    ['stations', 13],
    ['weather', 72],
    ['goes', 19],
    ['noaa', 23],
    ['resource', 158],
    ['amateur', 85],
    ['starlink', 7483],
  ])('of %s are %i', (group, satellites) => {
    const result = transformGp(rawOf(readShared(`satellites/carbsat_${group}.json`)), `celestrak-gp-${group}`, group);
    expect([count(result, 'elements'), count(result, 'satelliteGroup'), result.rejects.length]).toEqual([
      satellites,
      1,
      0,
    ]);
  });
});
