import { describe, expect, it } from 'vitest';
import { OrreryError } from '../errors.ts';
import { STATE } from './index.ts';

const families = Object.values(STATE);

describe('keys of the state', () => {
  it('are made from the parts of their form, and begin with the first of them', () => {
    expect(STATE.runs.key('swpc-kp', 5)).toBe('run:swpc-kp:5');
    expect(STATE.runs.under('swpc-kp')).toBe('run:swpc-kp:');
    expect(STATE.runs.under()).toBe('run:');
    expect(STATE.batches.key('swpc-kp', 5, 'abc')).toBe('batch:swpc-kp:5:abc');
    expect(STATE.series.key()).toBe('catalog:series');
  });

  it('of one family are never listed with those of another', () => {
    for (const one of families)
      for (const other of families) if (one !== other) expect(other.under().startsWith(one.under())).toBe(false);
  });
});

describe('a value of the state', () => {
  const stop = { provider: 'celestrak', url: 'https://celestrak.org', status: 403, atMs: 1, alert: true };

  it('that does not fit is absent to a reader and a defect of its writer, who is told the key and what is wrong', () => {
    expect(STATE.stops.fit(stop)).toBeNull();
    expect(STATE.stops.fit(null)).toBeNull();
    const writing = () => STATE.stops.check('http:stop:celestrak', { ...stop, status: 'forbidden' });
    expect(writing).toThrow(OrreryError);
    expect(writing).toThrow(/http:stop:celestrak .*http:stop:<provider>: status .*; resumedAtMs /);
  });

  it('is stored with what its family describes and nothing else', () => {
    const value = { ...stop, resumedAtMs: null };
    expect(STATE.stops.check('http:stop:celestrak', { ...value, more: 1 })).toEqual(value);
  });

  it('of a cursor that no source would read is refused', () => {
    expect(() => STATE.cursors.check('cursor:a', { page: 2 })).toThrow(/page/);
  });
});
