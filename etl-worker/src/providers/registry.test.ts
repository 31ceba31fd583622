import { COLLECTIONS, UNITS } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { createSources, SOURCES } from './registry.ts';
import { SERIES_CATALOGUE, seriesOf } from '../series/catalogue.ts';

describe('the sources', () => {
  it('have ids of their own', () => {
    const ids = SOURCES.map(({ info }) => info.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('say who publishes, on what terms, where, how often and in which units', () => {
    const units: readonly string[] = Object.values(UNITS);
    for (const { info } of SOURCES) {
      for (const text of [info.title, info.publisher, info.terms, info.politeness, info.naturalKey])
        expect(text).toMatch(/\w/);
      expect(info.address).toMatch(/^https:\/\//);
      expect(info.cadenceMs).toBeGreaterThanOrEqual(60_000);
      expect(info.provides.length).toBeGreaterThan(0);
      for (const { unit } of info.provides) expect(units).toContain(unit);
    }
  });

  it('have one source a satellite group', () => {
    const ids = createSources(['stations', 'mine']).map(({ info }) => info.id);
    expect(ids.filter((id) => id.startsWith('celestrak-gp-'))).toEqual(['celestrak-gp-stations', 'celestrak-gp-mine']);
  });
});

describe('the catalogue of series', () => {
  it('has every series once, with the sources that fill it, and no collection', () => {
    const ids = SERIES_CATALOGUE.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => COLLECTIONS.some((name) => name === id))).toEqual([]);
    expect(SERIES_CATALOGUE.find(({ id }) => id === 'solarWindSpeed')).toMatchObject({
      unit: 'suffix: km/s',
      sources: ['swpc-solar-wind', 'omni2'],
    });
  });

  it('has every series that the contract names', () => {
    const named = 'kp ap f107 sunspotNumber solarWindSpeed solarWindDensity bx by bz bt dst xrayFlux protonFlux'.split(
      ' ',
    );
    expect(SERIES_CATALOGUE.map(({ id }) => id)).toEqual(expect.arrayContaining(named));
  });

  it('takes a series that only its source describes', () => {
    const info = { ...SOURCES[0]!.info, id: 'mine', provides: [{ name: 'mine', unit: 'none', title: 'Mine' }] };
    expect(seriesOf([info])).toEqual([
      {
        id: 'mine',
        title: 'Mine',
        unit: 'none',
        cadenceMs: info.cadenceMs,
        sources: ['mine'],
        description: info.title,
      },
    ]);
  });
});
