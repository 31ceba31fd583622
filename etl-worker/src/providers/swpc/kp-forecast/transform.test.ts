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
import { transformKpForecast } from './transform.ts';

const ROWS = [
  { time_tag: '2026-09-24T12:00:00', kp: 2.33, observed: 'estimated', noaa_scale: null },
  { time_tag: '2026-09-24T15:00:00', kp: 5.67, observed: 'predicted', noaa_scale: 'G1' },
  { time_tag: '2026-09-24T09:00:00', kp: 4.33, observed: 'observed', noaa_scale: null },
];
const feed = { transform: transformKpForecast, parts: ROWS as readonly unknown[], join: JSON.stringify };

describe('the forecast of the K index', () => {
  it('gives what is estimated or predicted, and leaves what was observed to its own source', () => {
    expect(brief(transformKpForecast(rawOf(JSON.stringify(ROWS))))).toEqual([
      'kp 2026-09-24T12:00 2.33 predicted',
      'kp 2026-09-24T15:00 5.67 predicted',
    ]);
  });

  it('sets a kind of row aside that it does not know', () => {
    const result = transformKpForecast(rawOf(JSON.stringify([...ROWS, { ...ROWS[0], observed: 'guessed' }])));
    expect(result.rejects.map(({ reason }) => reason)).toEqual([
      'observed: "guessed" is none of observed, estimated, predicted',
    ]);
  });

  it('does not depend on the order of rows', () => expectOrderNotToMatter(feed));
  it('loads what is good whatever stands beside it', () => expectGarbageToBeSetAside(feed, garbageRow));
  it('never throws', () => expectNeverToThrow(transformKpForecast));
});

describeWithSharedData('recorded forecast of the K index', () => {
  it('has 2 estimated and 17 predicted intervals of 82', () => {
    const result = transformKpForecast(
      rawOf(readShared('swpc-responses/2026-02_noaa-planetary-k-index-forecast.json')),
    );
    expect([count(result, 'kp', 'predicted'), result.records.length, result.rejects.length]).toEqual([19, 19, 0]);
    expect(result.records.at(-1)?.timeMs).toBe(at('2026-02-12T00:00:00Z'));
  });
});
