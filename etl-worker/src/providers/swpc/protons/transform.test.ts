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
import { transformProtons } from './transform.ts';

const row = (energy: string, flux: number) => ({ time_tag: '2024-05-13T14:40:00Z', satellite: 18, flux, energy });
const ROWS = [row('>=10 MeV', 15), row('>=1 MeV', 79.6), row('>=500 MeV', 0)];
const feed = { transform: transformProtons, parts: ROWS as readonly unknown[], join: JSON.stringify };

describe('the GOES protons', () => {
  it('have a series an energy, protonFlux being the one of the S scale', () => {
    expect(brief(transformProtons(rawOf(JSON.stringify(ROWS))))).toEqual([
      'protonFlux 2024-05-13T14:40 15 nowcast',
      'protonFlux1 2024-05-13T14:40 79.6 nowcast',
      'protonFlux500 2024-05-13T14:40 0 nowcast',
    ]);
  });

  it('does not depend on the order of rows', () => expectOrderNotToMatter(feed));
  it('loads what is good whatever stands beside it', () => expectGarbageToBeSetAside(feed, garbageRow));
  it('never throws', () => expectNeverToThrow(transformProtons));
});

describeWithSharedData('recorded protons', () => {
  it('hold 70 intervals of eight energies', () => {
    const result = transformProtons(rawOf(readShared('swpc-responses/2024-05-13_integral-protons-6-hour.json')));
    expect([result.records.length, count(result, 'protonFlux'), result.rejects.length]).toEqual([560, 70, 0]);
    expect(result.records[0]?.timeMs).toBe(at('2024-05-13T14:40:00Z'));
  });
});
