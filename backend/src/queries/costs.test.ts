import { DAY_MS } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import type { Cost } from '../gateway/cost.ts';
import { costOf } from './costs.ts';
import { prepareQuery } from './parse.ts';

const YEAR_MS = 365.25 * DAY_MS;
const facts = { satellitesOf: (group: string) => (group === 'active' ? 11_000 : 0) };
const { maxCoreMs, maxAnswerBytes } = readConfig({}, {});

const cost = (years: number, query: { queryType: string } & Readonly<Record<string, unknown>>, points = 500): Cost =>
  costOf(prepareQuery({ refId: 'A', ...query }), { fromMs: 0, toMs: years * YEAR_MS, maxDataPoints: points }, facts);
const isAllowed = ({ coreMs, bytes }: Cost): boolean => coreMs <= maxCoreMs && bytes <= maxAnswerBytes;

const iss = { satellites: [25544], observer: 'greenwich' };
const planets = ['sun', 'moon', 'mercury', 'venus', 'mars', 'jupiter', 'saturn', 'uranus', 'neptune', 'pluto'];
const quantities = ['rightAscension', 'declination', 'distance', 'altitude', 'azimuth', 'magnitude', 'elongation'];

describe('the cost of a query', () => {
  it.each([
    ['the passes of the ISS in a year', 1, { queryType: 'satellitePasses', ...iss }],
    ['the eclipses of 500 years', 500, { queryType: 'skyEvents', kinds: ['solarEclipse', 'lunarEclipse'] }],
    [
      'rise and set of Sun and Moon in ten years',
      10,
      { queryType: 'skyEvents', kinds: ['rise', 'set'], observer: 'greenwich' },
    ],
    ['all active satellites at a moment', 0, { queryType: 'satelliteTrack', group: 'active', times: [0] }],
    ['the elements of all active satellites', 0, { queryType: 'satelliteElements', group: 'active' }],
    ['a series of eleven years', 11, { queryType: 'observations', series: ['kp'] }],
  ])('of %s is within what a request may take', (_, years, query) => {
    expect(isAllowed(cost(years, query))).toBe(true);
  });

  it.each([
    ['the passes of the ISS in 100 years', 100, 500, { queryType: 'satellitePasses', ...iss }],
    ['499,999 moments of a satellite for an observer', 1, 499_998, { queryType: 'satelliteTrack', ...iss }],
    [
      'ten bodies × seven quantities × 50,000',
      1,
      49_999,
      { queryType: 'ephemeris', bodies: planets, quantities, observer: 'greenwich' },
    ],
    [
      'passes of all active satellites in a month',
      1 / 12,
      500,
      { queryType: 'satellitePasses', group: 'active', observer: 'greenwich' },
    ],
  ])('of %s is beyond it', (_, years, points, query) => {
    expect(isAllowed(cost(years, query, points))).toBe(false);
  });

  it('grows with what is asked', () => {
    const one = cost(1, { queryType: 'ephemeris', bodies: ['mars'], quantities: ['distance'] }, 1000);
    const ten = cost(1, { queryType: 'ephemeris', bodies: planets, quantities: ['distance'] }, 1000);
    expect(ten.coreMs / one.coreMs).toBeCloseTo(10, 6);
    expect(ten.bytes / one.bytes).toBeCloseTo(10, 6);
  });
});
