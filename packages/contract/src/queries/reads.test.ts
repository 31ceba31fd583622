import { describe, expect, it } from 'vitest';
import { QUERY_TYPES } from './index.ts';
import { readsOf } from './reads.ts';

describe('what a query reads', () => {
  it('is the series it names', () => {
    expect(readsOf({ queryType: 'observations', series: ['kp', '$more'] })).toEqual(['kp', '$more']);
  });

  it('is the observed series of a forecast, once its target is known', () => {
    expect(readsOf({ queryType: 'forecast', target: 'dst' })).toEqual(['dst']);
    expect(readsOf({ queryType: 'forecast', target: '$target' })).toEqual([]);
  });

  it('is nothing for the computed sky and for what no one knows', () => {
    expect(readsOf({ queryType: 'ephemeris', bodies: ['mars'] })).toEqual([]);
    expect(readsOf({ queryType: 'toString' })).toEqual([]);
    expect(readsOf({})).toEqual([]);
  });

  it('is told for every query type', () => {
    for (const queryType of QUERY_TYPES) expect(readsOf({ queryType })).toBeInstanceOf(Array);
  });
});
