import { closeApproachBodySchema, type DocumentRecord } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { fakeContext } from '../../../testing/extracts.ts';
import { describeWithSharedData, readShared } from '@orrery/astro/testing';
import { expectNeverToThrow, rawOf } from '../../../testing/transforms.ts';
import { designationOf } from '../../../parsing/small-bodies.ts';
import { nasaNeows } from './source.ts';
import { transformNeows } from './transform.ts';

const neo = (more: object = {}) => ({
  id: '2440012',
  name: '440012 (2002 LE27)',
  absolute_magnitude_h: 19.61,
  is_potentially_hazardous_asteroid: false,
  is_sentry_object: '',
  estimated_diameter: { meters: { estimated_diameter_min: 318.0936332215, estimated_diameter_max: 711.2789870931 } },
  close_approach_data: [
    {
      close_approach_date_full: '2015-Sep-07 07:32',
      epoch_date_close_approach: 1441611120000,
      orbiting_body: 'Earth',
      miss_distance: { astronomical: '0.4981690972' },
      relative_velocity: { kilometers_per_second: '1.1630843052' },
    },
  ],
  ...more,
});
const feed = (list: readonly unknown[], more: object = {}): string =>
  JSON.stringify({ element_count: list.length, near_earth_objects: { '2015-09-07': list }, ...more });
const bodyOf = (record: unknown) => closeApproachBodySchema.parse(JSON.parse((record as DocumentRecord).body));

describe('the feed of near-Earth objects', () => {
  it('gives close approaches beside JPL’s, tied to theirs', () => {
    const { records, rejects, complete } = transformNeows(rawOf(feed([neo()])));
    expect([rejects, complete]).toEqual([[], true]);
    // 2015: TDB was 68.184 s ahead of UTC.
    expect(records[0]).toMatchObject({
      id: 'neows:440012:earth:2015-09-07',
      linked: ['cad:440012:earth:2015-09-07'],
      timeMs: 1441611120000 - 68_184,
    });
    expect(bodyOf(records[0])).toMatchObject({
      designation: '440012',
      distanceAu: 0.4981690972,
      velocity: 1.1630843052,
      hazardous: false,
      diameterMin: 318.0936332215,
    });
  });

  it.each([
    [true, true],
    [1, true],
    [false, false],
    ['', false],
    [0, false],
    [undefined, null],
  ])('reads the hazard %j as %j', (flag, hazardous) => {
    const [record] = transformNeows(rawOf(feed([neo({ is_potentially_hazardous_asteroid: flag })]))).records;
    expect(bodyOf(record).hazardous).toBe(hazardous);
  });

  it('sets bad objects aside and loads the rest', () => {
    const bad = [neo({ close_approach_data: null }), neo({ is_potentially_hazardous_asteroid: 'perhaps' }), 7, null];
    const { records, rejects, complete } = transformNeows(rawOf(feed([neo(), ...bad])));
    expect([records.length, rejects.length, complete]).toEqual([1, 4, false]);
  });

  it('with fewer objects than it counts is partial', () => {
    expect(transformNeows(rawOf(feed([neo()], { element_count: 2 })))).toMatchObject({ complete: false, claimed: 2 });
  });

  it('survives any body', () => expectNeverToThrow(transformNeows));

  it('is asked for seven days in one call, without the key in the address', async () => {
    const context = fakeContext(() => feed([]));
    await nasaNeows.extract(context);
    expect(context.asked).toEqual(['/base/neo/rest/v1/feed?start_date=2026-08-21&end_date=2026-08-27&detailed=false']);
  });
});

describe('names of small bodies', () => {
  it.each([
    ['440012 (2002 LE27)', '440012'],
    ['       (2019 AF13)', '2019 AF13'],
    ['433 Eros (A898 PA)', '433'],
    ['99942 Apophis (2004 MN4)', '99942'],
    ['2025 YL4', '2025 YL4'],
    ['498441', '498441'],
  ])('%j is designated %s', (name, designation) => expect(designationOf(name)).toBe(designation));
});

describeWithSharedData('the recorded feed', () => {
  it('has 25 approaches of 25 objects, one potentially hazardous', () => {
    const result = transformNeows(rawOf(readShared('nasa-jpl-responses/api_nasa/neows_feed_2015-09-07.json')));
    expect([result.records.length, result.rejects.length, result.complete, result.claimed]).toEqual([25, 0, true, 25]);
    expect(result.records.filter((record) => bodyOf(record).hazardous === true)).toHaveLength(1);
  });
});
