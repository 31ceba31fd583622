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
import { transformKp1m } from './transform.ts';

const ROWS = [
  { time_tag: '2026-06-13T15:39:00', kp_index: 1, estimated_kp: 1.33, kp: '1P' },
  { time_tag: '2026-06-13T15:40:00', kp_index: 0, estimated_kp: 0, kp: '0Z' },
];
const feed = { transform: transformKp1m, parts: ROWS as readonly unknown[], join: JSON.stringify };

describe('the estimated K index', () => {
  it('is the estimate in thirds, not the whole number beside it', () => {
    expect(brief(transformKp1m(rawOf(JSON.stringify(ROWS))))).toEqual([
      'estimatedKp 2026-06-13T15:39 1.33 nowcast',
      'estimatedKp 2026-06-13T15:40 0 nowcast',
    ]);
  });

  it('does not depend on the order of rows', () => expectOrderNotToMatter(feed));
  it('loads what is good whatever stands beside it', () => expectGarbageToBeSetAside(feed, garbageRow));
  it('never throws', () => expectNeverToThrow(transformKp1m));
});

describeWithSharedData('recorded estimated K index', () => {
  it('is read whole', () => {
    const result = transformKp1m(rawOf(readShared('nasa-jpl-responses/transcribed/planetary_k_index_1m.sample.json')));
    expect([count(result, 'estimatedKp'), result.rejects.length]).toEqual([5, 0]);
    expect(result.records[0]?.timeMs).toBe(at('2026-06-13T15:39:00Z'));
  });
});
