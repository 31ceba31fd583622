import { describe, expect, it } from 'vitest';
import { describeWithSharedData, readShared } from '@orrery/astro/testing';
import { at, expectNeverToThrow, rawOf } from '../../../testing/transforms.ts';
import { transformAurora } from './transform.ts';

const body = (coordinates: unknown) =>
  JSON.stringify({ 'Observation Time': '2026-01-12T21:42:00Z', 'Forecast Time': '2026-01-12T22:51:00Z', coordinates });
const gridOf = (text: string) => {
  const [record] = transformAurora(rawOf(text)).records;
  if (record?.kind !== 'document') throw new Error('no document');
  return (JSON.parse(record.body) as { values: (number | null)[][] }).values;
};

describe('the aurora forecast', () => {
  it('is a grid by latitude and longitude, in any order of its cells', () => {
    const values = gridOf(
      body([
        [359, 90, 7],
        [0, -90, 4],
        [10, 65, 0],
      ]),
    );
    expect([values[180]?.[359], values[0]?.[0], values[155]?.[10], values[100]?.[100]]).toEqual([7, 4, 0, null]);
  });

  it('that is not whole is kept and said to be partial, and bad cells are set aside', () => {
    const result = transformAurora(rawOf(body([[0, 0, 5], [360, 0, 5], [1, 0.5, 5], [2, 0, 'much'], null])));
    expect(result.records).toHaveLength(1);
    expect([result.complete, result.claimed]).toEqual([false, 65_160]);
    expect(result.rejects.map(({ reason }) => reason)).toContain('65159 of 65160 cells of the grid are missing');
  });

  it('never throws', () => expectNeverToThrow(transformAurora));
});

describeWithSharedData('the recorded aurora forecast', () => {
  it('is whole: 65,160 cells, 24 % at most, 21,260 of them above zero', () => {
    const text = readShared('swpc-responses/2025-01-12_ovation_aurora_latest.json');
    const result = transformAurora(rawOf(text));
    expect([result.complete, result.rejects.length]).toEqual([true, 0]);
    expect(result.records[0]?.timeMs).toBe(at('2025-01-12T22:51:00Z'));
    const cells = gridOf(text).flat().map(Number);
    expect([Math.max(...cells), cells.filter((chance) => chance > 0).length]).toEqual([24, 21_260]);
  });
});
