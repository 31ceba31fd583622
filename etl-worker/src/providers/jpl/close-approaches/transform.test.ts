import { closeApproachBodySchema, type DocumentRecord } from '@orrery/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeWithSharedData, readShared } from '@orrery/astro/testing';
import {
  expectGarbageToBeSetAside,
  expectNeverToThrow,
  expectOrderNotToMatter,
  garbageRow,
  rawOf,
} from '../../../testing/transforms.ts';
import { diameterRange, utcOfJulianDate } from '../../../parsing/small-bodies.ts';
import { jplCloseApproaches } from './source.ts';
import { fakeContext } from '../../../testing/extracts.ts';
import { sigmaMinutes, transformCloseApproaches } from './transform.ts';

const FIELDS = [
  'des',
  'orbit_id',
  'jd',
  'cd',
  'dist',
  'dist_min',
  'dist_max',
  'v_rel',
  'v_inf',
  't_sigma_f',
  'body',
  'h',
  'fullname',
];
const ROW = [
  '2025 YL4',
  '4',
  '2461042.155847513',
  '2026-Jan-01 15:44',
  '0.00969853261315969',
  '0.00966625989244537',
  '0.00973080411966498',
  '9.8181368067045',
  '9.79011491512459',
  '< 00:01',
  'Earth',
  '26.67',
  '       (2025 YL4)',
];
const OTHER = [
  '498441',
  '37',
  '2461043.532439824',
  '2026-Jan-03 00:47',
  '0.0151995851863015',
  '0.0151981153321645',
  '0.015201055168144',
  '11.1568347376252',
  '11.1551463727083',
  '3_03:03',
  'Mars',
  '18.32',
  '498441 (2008 AZ110)',
];
const answer = (data: readonly unknown[], more: object = {}): string =>
  JSON.stringify({
    signature: { version: '1.5', source: 'NASA/JPL SBDB Close Approach Data API' },
    count: data.length,
    fields: FIELDS,
    data,
    ...more,
  });
const parts = {
  transform: transformCloseApproaches,
  parts: [ROW, OTHER] as readonly unknown[],
  join: (data: readonly unknown[]) => answer(data, { count: 2 }),
};
const bodyOf = (record: unknown) => closeApproachBodySchema.parse(JSON.parse((record as DocumentRecord).body));

/** CNEOS gives three digits; NeoWs' own numbers follow the formula to 1 cm in 711 m. */
const FORMULA_TOLERANCE_M = 0.01;

describe('close approaches', () => {
  it('are read with distances, uncertainty, speed and the diameters that follow from H', () => {
    const { records, rejects, complete } = transformCloseApproaches(rawOf(answer([ROW])));
    expect([rejects, complete]).toEqual([[], true]);
    expect(records[0]).toMatchObject({
      id: 'cad:2025 YL4:earth:2026-01-01',
      title: '(2025 YL4) passes the Earth at 0.009699 au',
      linked: ['neows:2025 YL4:earth:2026-01-01'],
    });
    expect(bodyOf(records[0])).toMatchObject({
      designation: '2025 YL4',
      body: 'earth',
      distanceAu: 0.00969853261315969,
      velocity: 9.8181368067045,
      sigma: 1,
      absoluteMagnitude: 26.67,
      hazardous: null,
    });
  });

  it('have their time in UTC: 69.184 s before the TDB of the table', () => {
    const [record] = transformCloseApproaches(rawOf(answer([ROW]))).records;
    const tdbMs = Math.round((2461042.155847513 - 2440587.5) * 86_400_000);
    // A double holds a Julian date to 0.04 ms.
    expect(Math.abs(record!.timeMs - (tdbMs - 69_184))).toBeLessThanOrEqual(1);
  });

  it('keep a distance of zero and do without H', () => {
    const row = ROW.map((value, i) => (FIELDS[i] === 'dist' ? '0' : FIELDS[i] === 'h' ? null : value));
    const { records } = transformCloseApproaches(rawOf(answer([row])));
    expect(bodyOf(records[0])).toMatchObject({ distanceAu: 0, absoluteMagnitude: null, diameterMin: null });
  });

  it('with fewer rows than claimed are a partial answer', () => {
    const { complete, claimed, records } = transformCloseApproaches(rawOf(answer([ROW], { count: '3' })));
    expect([complete, claimed, records.length]).toEqual([false, 3, 1]);
  });

  it('without records are a whole answer, though JPL leaves out fields and data', () => {
    const body = JSON.stringify({
      signature: { version: '1.5', source: 'NASA/JPL SBDB Close Approach Data API' },
      count: 0,
    });
    expect(transformCloseApproaches(rawOf(body))).toMatchObject({
      records: [],
      rejects: [],
      complete: true,
      claimed: 0,
    });
  });

  it.each([
    ['another service', { signature: { version: '1.0', source: 'NASA/JPL Fireball Data API' } }, /not signed/],
    ['an unknown major version', { signature: { version: '2.0', source: 'Close Approach Data API' } }, /version 2\.0/],
    ['a lost field', { fields: FIELDS.filter((name) => name !== 'v_rel') }, /no field v_rel/],
  ])('of %s are set aside whole', (_, change, reason) => {
    const { records, rejects, complete } = transformCloseApproaches(rawOf(answer([ROW], change)));
    expect([records, complete]).toEqual([[], false]);
    expect(rejects[0]?.reason).toMatch(reason);
  });

  it('that are bad are set aside, the rest loads', () => {
    const bad = [
      ROW.slice(1),
      ROW.map((v, i) => (FIELDS[i] === 'body' ? 'Nibiru' : v)),
      ROW.map((v, i) => (FIELDS[i] === 'dist' ? '-1' : v)),
      ROW.map((v, i) => (FIELDS[i] === 'cd' ? 'soon' : v)),
    ];
    const { records, rejects, complete } = transformCloseApproaches(rawOf(answer([OTHER, ...bad])));
    expect([records.length, rejects.length, complete]).toEqual([1, 4, false]);
  });

  it('do not depend on the order of the rows nor on rows told twice', () => expectOrderNotToMatter(parts));
  it('survive garbage between the rows', () => expectGarbageToBeSetAside(parts, garbageRow));
  it('survive any body', () => expectNeverToThrow(transformCloseApproaches));
});

describe('the numbers of close approaches', () => {
  it.each([
    ['< 00:01', 1],
    ['01:37', 97],
    ['3_03:03', 4503],
    ['00:00', 0],
    [null, null],
  ])('%j is an uncertainty of %j minutes', (text, minutes) => expect(sigmaMinutes(text)).toBe(minutes));

  it('give the diameters that NeoWs gives for H 19.61', () => {
    const { diameterMin, diameterMax } = diameterRange(19.61);
    expect(Math.abs(diameterMin! - 318.0936332215)).toBeLessThan(FORMULA_TOLERANCE_M);
    expect(Math.abs(diameterMax! - 711.2789870931)).toBeLessThan(FORMULA_TOLERANCE_M);
  });

  it('grow smaller as H grows, by √5 between the two albedos', () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 34, noNaN: true }), (h) => {
        const [a, b] = [diameterRange(h), diameterRange(h + 1)];
        expect(a.diameterMin!).toBeGreaterThan(b.diameterMin!);
        expect(a.diameterMax! / a.diameterMin!).toBeCloseTo(Math.sqrt(5), 10);
      }),
    );
  });

  it('are of UTC also where it has no leap seconds yet', () => {
    // 1900: TT-UT1 was about -3 s; Espenak & Meeus are good to a second there.
    const tdbMs = (2415020.50766961 - 2440587.5) * 86_400_000;
    expect(Math.abs(utcOfJulianDate(2415020.50766961) - tdbMs)).toBeLessThan(5_000);
  });
});

describe('the pull of close approaches', () => {
  it('asks for a week back and a year ahead within 0.05 au, with names and diameters', async () => {
    const context = fakeContext(() => answer([ROW]));
    expect(await jplCloseApproaches.extract(context)).toHaveLength(1);
    expect(context.asked).toEqual([
      '/base/cad.api?date-min=2026-08-15&date-max=2027-08-22&dist-max=0.05&sort=date&diameter=true&fullname=true',
    ]);
  });
});

describeWithSharedData('recorded close approaches', () => {
  it('of version 1.1 are 145 of 406785 and say so', () => {
    const result = transformCloseApproaches(rawOf(readShared('nasa-jpl-responses/cneos/cad_v1.1_first145.json')));
    expect(result.records).toHaveLength(145);
    expect(result.rejects).toEqual([]);
    expect([result.complete, result.claimed]).toEqual([false, 406785]);
    for (const record of result.records) expect(bodyOf(record).body).toBe('earth');
  });

  it('of version 1.5 are whole, with other bodies than the Earth', () => {
    const result = transformCloseApproaches(rawOf(readShared('nasa-jpl-responses/transcribed/cad_v1.5.sample.json')));
    expect([result.records.length, result.rejects.length, result.complete, result.claimed]).toEqual([8, 0, true, 8]);
    expect(new Set(result.records.map((record) => bodyOf(record).body))).toEqual(
      new Set(['venus', 'moon', 'earth', 'mars']),
    );
  });
});
