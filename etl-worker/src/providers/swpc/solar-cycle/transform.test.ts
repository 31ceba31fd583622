import { describe, expect, it } from 'vitest';
import { describeWithSharedData, readShared } from '@orrery/astro/testing';
import {
  at,
  brief,
  count,
  expectGarbageToBeSetAside,
  expectNeverToThrow,
  expectOrderNotToMatter,
  garbageRow,
  rawOf,
} from '../../../testing/transforms.ts';
import { transformSolarCycle } from './transform.ts';

const ROWS = [
  {
    'time-tag': '2024-07',
    ssn: 196.5,
    smoothed_ssn: -1,
    observed_swpc_ssn: 190.29,
    'f10.7': 198.63,
    'smoothed_f10.7': -1,
  },
  { 'time-tag': '1810-01', ssn: 0, smoothed_ssn: 0.5, observed_swpc_ssn: -1, 'f10.7': -1, 'smoothed_f10.7': -1 },
  { 'time-tag': '2026-09', ssn: 70, smoothed_ssn: -1, observed_swpc_ssn: 60, 'f10.7': 120, 'smoothed_f10.7': -1 },
];
const feed = { transform: transformSolarCycle, parts: ROWS as readonly unknown[], join: JSON.stringify };

describe('the solar cycle', () => {
  it('is observed by month: 0 is a number, −1 is none, the last half year is provisional', () => {
    expect(brief(transformSolarCycle(rawOf(JSON.stringify(ROWS))))).toEqual([
      'sunspotNumber 1810-01-01T00:00 0 definitive',
      'sunspotNumberSmoothed 1810-01-01T00:00 0.5 definitive',
      'f107Monthly 2024-07-01T00:00 198.63 definitive',
      'sunspotNumber 2024-07-01T00:00 196.5 definitive',
      'f107Monthly 2026-09-01T00:00 120 provisional',
      'sunspotNumber 2026-09-01T00:00 70 provisional',
    ]);
  });

  it('does not depend on the order of rows', () => expectOrderNotToMatter(feed));
  it('loads what is good whatever stands beside it', () => expectGarbageToBeSetAside(feed, garbageRow));
  it('never throws', () => expectNeverToThrow(transformSolarCycle));
});

describeWithSharedData('the recorded solar cycle', () => {
  it('has 3,307 months since 1749', () => {
    const result = transformSolarCycle(rawOf(readShared('swpc-responses/2024-08_observed-solar-cycle-indices.json')));
    expect([count(result, 'sunspotNumber'), count(result, 'f107Monthly'), result.rejects.length]).toEqual([
      3307, 238, 0,
    ]);
    expect(result.records[0]?.timeMs).toBe(at('1749-01-01T00:00:00Z'));
  });

  it('has 212 predicted months', () => {
    const result = transformSolarCycle(rawOf(readShared('swpc-responses/2023_predicted-solar-cycle.json')));
    expect([count(result, 'sunspotNumberSmoothed', 'predicted'), count(result, 'f107Smoothed', 'predicted')]).toEqual([
      212, 212,
    ]);
  });
});
