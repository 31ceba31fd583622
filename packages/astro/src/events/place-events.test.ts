import { describe, expect, it } from 'vitest';
import { findSkyEvents } from './find-sky-events.ts';
import { coveredFraction } from './discs.ts';
import { utc } from './testing.ts';

const eclipseAt = (latitude: number, longitude: number, day: number) =>
  findSkyEvents({
    kinds: ['solarEclipse'],
    observer: { latitude, longitude, elevation: 0 },
    fromMs: day,
    toMs: day + 86_400_000,
  });

describe('a solar eclipse seen from a place', () => {
  const august = utc(2026, 8, 12);

  it('is total in Burgos for a minute and three quarters, and partial in Madrid', () => {
    const [burgos] = eclipseAt(42.35, -3.7, august);
    expect(burgos!.title).toBe('Total solar eclipse');
    expect(burgos!.obscuration).toBe(100);
    expect(burgos!.text).toMatch(/total for 1 min 4\d s/);
    const [madrid] = eclipseAt(40.42, -3.7, august);
    expect(madrid!.subtype).toBe('partial');
    expect(madrid!.obscuration).toBeGreaterThan(99);
    expect(madrid!.text).toContain('more than 99.9 %');
  });

  it('tells in Vienna, where the Sun sets before the maximum, what is seen at sunset', () => {
    const [vienna] = eclipseAt(48.21, 16.37, august);
    expect(vienna!.altitude).toBeLessThan(0);
    expect(vienna!.text).toMatch(/^Of the Sun \d\d % are covered when it sets at 2026-08-12 18:1\d UTC/);
  });

  it('is not listed where the Sun is down all the while or the shadow passes by', () => {
    expect(eclipseAt(35, 140, august)).toEqual([]);
    expect(eclipseAt(-35, 20, august)).toEqual([]);
  });
});

describe('coveredFraction', () => {
  it('is nothing apart, all beneath a larger disc, the ratio of areas under a smaller one', () => {
    expect(coveredFraction(1, 1, 2.1)).toBe(0);
    expect(coveredFraction(1, 1.2, 0.1)).toBe(1);
    expect(coveredFraction(1, 0.5, 0.3)).toBe(0.25);
  });

  it('is 39.1 % for equal discs one radius apart (the vesica piscis)', () => {
    expect(coveredFraction(1, 1, 1)).toBeCloseTo((2 * Math.PI) / 3 / Math.PI - Math.sqrt(3) / 2 / Math.PI, 12);
  });
});
