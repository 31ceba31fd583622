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
import { transformXrays } from './transform.ts';

const row = (energy: string, flux: number, satellite = 18) => ({
  time_tag: '2026-08-07T18:52:00Z',
  satellite,
  flux,
  observed_flux: 9,
  electron_correction: 1,
  electron_contaminaton: false,
  energy,
});
const ROWS = [row('0.05-0.4nm', 5.7e-9), row('0.1-0.8nm', 2.65e-7)];
const feed = { transform: transformXrays, parts: ROWS as readonly unknown[], join: JSON.stringify };

describe('the GOES X-rays', () => {
  it('are the corrected flux of both channels', () => {
    expect(brief(transformXrays(rawOf(JSON.stringify(ROWS))))).toEqual([
      'xrayFlux 2026-08-07T18:52 2.65e-7 nowcast',
      'xrayFluxShort 2026-08-07T18:52 5.7e-9 nowcast',
    ]);
  });

  it('are of the newer satellite where two report a moment', () => {
    const result = transformXrays(rawOf(JSON.stringify([row('0.1-0.8nm', 3e-7, 19), ...ROWS])));
    expect(brief(result)).toContain('xrayFlux 2026-08-07T18:52 3e-7 nowcast');
    expect(result.rejects).toEqual([]);
  });

  it('sets an unknown channel aside', () => {
    const result = transformXrays(rawOf(JSON.stringify([row('1-2nm', 1), ...ROWS])));
    expect([result.records.length, result.rejects[0]?.reason]).toEqual([
      2,
      'energy: "1-2nm" is none of 0.1-0.8nm, 0.05-0.4nm',
    ]);
  });

  it('does not depend on the order of rows', () => expectOrderNotToMatter(feed));
  it('loads what is good whatever stands beside it', () => expectGarbageToBeSetAside(feed, garbageRow));
  it('never throws', () => expectNeverToThrow(transformXrays));
});

describeWithSharedData('recorded X-rays', () => {
  it.each([
    ['2024-05-13_xrays-6-hour.json', 358],
    ['2026-08-08_xrays-1-day.json', 1438],
  ])('%s holds %i minutes of each channel', (file, minutes) => {
    const result = transformXrays(rawOf(readShared(`swpc-responses/${file}`)));
    expect([count(result, 'xrayFlux'), count(result, 'xrayFluxShort'), result.rejects.length]).toEqual([
      minutes,
      minutes,
      0,
    ]);
    expect(result.records.every(({ timeMs }) => timeMs > at('2024-05-13T00:00:00Z'))).toBe(true);
  });
});
