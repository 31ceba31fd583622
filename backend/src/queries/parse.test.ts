import { BODIES } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { nearestNames } from './nearest.ts';
import { parseQuery, unknownParameterNotices } from './parse.ts';

const ephemeris = { refId: 'A', queryType: 'ephemeris', bodies: ['mars'], quantities: ['distance'] };

describe('parseQuery', () => {
  it('fills the defaults', () => {
    expect(parseQuery(ephemeris)).toMatchObject({ equinox: 'date', light: 'apparent', refraction: false });
  });

  it('offers the nearest bodies for an unknown one', () => {
    const wrong = { ...ephemeris, bodies: ['mars', 'jupitre'] };
    expect(() => parseQuery(wrong)).toThrow(
      expect.objectContaining({
        code: 'unknownName',
        message: expect.stringMatching(/bodies\.1: unknown body "jupitre"\. Nearest valid: jupiter/),
      }),
    );
  });

  it('names every malformed field', () => {
    const wrong = { ...ephemeris, bodies: 'mars', equinox: 'B1950' };
    expect(() => parseQuery(wrong)).toThrow(
      expect.objectContaining({
        code: 'invalidRequest',
        details: [expect.objectContaining({ path: 'bodies' }), expect.objectContaining({ path: 'equinox' })],
      }),
    );
  });

  it('offers the nearest query types', () => {
    expect(() => parseQuery({ queryType: 'ephemerides' })).toThrow(/unknown query type "ephemerides".*ephemeris/);
  });
});

describe('unknownParameterNotices', () => {
  it('warns of a misspelt parameter and knows those of Grafana', () => {
    const notices = unknownParameterNotices(
      { ...ephemeris, obsever: 'greenwich', datasource: {}, hide: false },
      'ephemeris',
    );
    expect(notices).toEqual([{ severity: 'warning', text: 'Ignored unknown parameter obsever of ephemeris.' }]);
  });
});

describe('nearestNames', () => {
  it('puts a name with the wanted one in it before one that merely has its length', () => {
    expect(nearestNames('kea', ['parkes', 'mauna-kea', 'alma'])[0]).toBe('mauna-kea');
  });

  it('finds every body behind one typing error', () => {
    for (const body of BODIES) expect(nearestNames(`${body}x`, BODIES)[0]).toBe(body);
  });
});
