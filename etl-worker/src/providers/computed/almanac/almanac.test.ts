import type { DocumentRecord } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { fakeContext } from '../../../testing/extracts.ts';
import { at, expectNeverToThrow } from '../../../testing/transforms.ts';
import { computeAlmanac, dayOfSite, type AlmanacDay } from './compute.ts';
import { almanac } from './source.ts';

const GREENWICH = { id: 'greenwich', latitude: 51.4769, longitude: -0.0005, elevation: 47 };
const MAUNA_KEA = { id: 'mauna-kea', latitude: 19.8263, longitude: -155.4747, elevation: 4205 };
const SVALBARD = { id: 'svalbard', latitude: 78.1531, longitude: 16.0289, elevation: 445 };
/** Almanacs print whole minutes; sites stand higher than the sea level they are computed for. */
const ALMANAC_TOLERANCE_MS = 60_000;

const near = (ms: number | null, iso: string): void =>
  expect(Math.abs((ms ?? NaN) - at(iso))).toBeLessThanOrEqual(ALMANAC_TOLERANCE_MS);

describe('the almanac of a day', () => {
  it('at Greenwich on 2024-06-20 has the times of the printed almanacs', () => {
    const day = computeAlmanac(GREENWICH, '2024-06-20');
    // Sunrise 03:43, transit 12:02, sunset 20:21 UT (HM Nautical Almanac Office, London).
    near(day.sun.riseMs, '2024-06-20T03:43Z');
    near(day.sun.transitMs, '2024-06-20T12:02Z');
    near(day.sun.setMs, '2024-06-20T20:21Z');
    expect(day.twilight['astronomicalDawn']).toBeNull();
    expect(day.polar).toBeNull();
  });

  it('tells the full moon of the day and how much is lit', () => {
    const day = computeAlmanac(GREENWICH, '2024-06-22');
    expect(day.moonPhase).toBe('full');
    near(day.moonPhaseMs, '2024-06-22T01:08Z');
    expect(day.moonIlluminated).toBeGreaterThan(99);
  });

  it('has rise, transit and set of the Sun in this order, also where UTC midnight lies in the afternoon', () => {
    const { sun, daylightMs } = computeAlmanac(MAUNA_KEA, '2026-08-01');
    expect(sun.riseMs! < sun.transitMs! && sun.transitMs! < sun.setMs!).toBe(true);
    expect(daylightMs).toBe(sun.setMs! - sun.riseMs!);
  });

  it.each([
    ['2026-06-21', 'day'],
    ['2026-12-21', 'night'],
    ['2026-03-20', null],
  ])('on Svalbard on %s is of polar %s', (date, polar) => expect(computeAlmanac(SVALBARD, date).polar).toBe(polar));

  it('follows the day before without a gap', () => {
    const [a, b] = [computeAlmanac(MAUNA_KEA, '2026-08-01'), computeAlmanac(MAUNA_KEA, '2026-08-02')];
    expect(a.toMs).toBe(b.fromMs);
  });

  it('is of the day that it is at the site', () => {
    expect(dayOfSite(MAUNA_KEA, at('2026-08-01T08:00Z'))).toBe('2026-07-31');
    expect(dayOfSite({ ...MAUNA_KEA, longitude: 174 }, at('2026-08-01T13:00Z'))).toBe('2026-08-02');
  });
});

describe('the source of almanacs', () => {
  it('computes two weeks ahead for each site, then a day a day, and asks nobody', async () => {
    const sites = [GREENWICH, MAUNA_KEA];
    const first = fakeContext(() => new Error('asked'), { sites });
    const answers = await almanac.extract(first);
    const records = answers.flatMap((raw) => almanac.transform(raw).records) as DocumentRecord[];
    expect(records).toHaveLength(30);
    expect(records[0]).toMatchObject({
      collection: 'almanac',
      id: 'greenwich:2026-08-22',
      timeMs: at('2026-08-22T00:00:00.120Z'),
    });
    const day = JSON.parse(records[0]!.body) as AlmanacDay & { site: { id: string } };
    expect([day.site.id, day.date]).toEqual(['greenwich', '2026-08-22']);
    const again = fakeContext(() => new Error('asked'), { sites, state: first.noted() });
    expect(await almanac.extract(again)).toEqual([]);
    const tomorrow = fakeContext(() => new Error('asked'), {
      sites,
      state: first.noted(),
      nowMs: first.nowMs + 86_400_000,
    });
    const next = (await almanac.extract(tomorrow)).flatMap((raw) => almanac.transform(raw).records);
    expect(next.map((record) => (record as DocumentRecord).id)).toEqual([
      'greenwich:2026-09-06',
      'mauna-kea:2026-09-06',
    ]);
  });

  it('sets aside a day that is none', async () => {
    const [raw] = await almanac.extract(fakeContext(() => null, { sites: [GREENWICH] }));
    const content = JSON.parse(raw!.body) as { days: unknown[] };
    const body = JSON.stringify({ ...content, days: [{ date: 'someday' }, ...content.days] });
    const result = almanac.transform({ ...raw!, body });
    expect([result.records.length, result.rejects.length, result.complete]).toEqual([15, 1, false]);
  });

  it('survives any body', () =>
    expectNeverToThrow((raw) => almanac.transform({ ...raw, url: '', status: 200, headers: {} })));
});
