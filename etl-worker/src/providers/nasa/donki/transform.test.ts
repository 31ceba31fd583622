import { spaceWeatherBodySchema, type DocumentRecord } from '@orrery/contract';
import { describe, expect, it } from 'vitest';
import { fakeContext } from '../../../testing/extracts.ts';
import { describeWithSharedData, readShared } from '@orrery/astro/testing';
import {
  at,
  expectGarbageToBeSetAside,
  expectNeverToThrow,
  expectOrderNotToMatter,
  garbageRow,
  rawOf,
} from '../../../testing/transforms.ts';
import { fluxOfClass } from './flare.ts';
import { nasaDonki } from './source.ts';
import { transformDonki } from './transform.ts';

const FLARE = {
  flrID: '2026-08-20T11:40:00-FLR-001',
  instruments: [{ displayName: 'GOES-P: EXIS 1.0-8.0' }],
  beginTime: '2026-08-20T11:40Z',
  peakTime: '2026-08-20T11:48Z',
  endTime: '2026-08-20T11:54Z',
  classType: 'M8.1',
  sourceLocation: 'N10W42',
  activeRegionNum: 14506,
  versionId: 1,
  linkedEvents: [{ activityID: '2026-08-20T12:15:00-CME-001' }],
};
const moment = (field: string, code: string, more: object = {}) => ({
  [field]: `2024-05-10T16:36:00-${code}-001`,
  eventTime: '2024-05-10T16:36Z',
  instruments: [],
  linkedEvents: null,
  ...more,
});
const events = (list: readonly unknown[]): string => JSON.stringify(list);
const bodyOf = (record: unknown) => spaceWeatherBodySchema.parse(JSON.parse((record as DocumentRecord).body));
const parts = {
  transform: transformDonki,
  parts: [FLARE, moment('hssID', 'HSS'), moment('rbeID', 'RBE')] as readonly unknown[],
  join: events,
};

describe('space weather events', () => {
  it('of flares have class, flux, peak, region and what they are tied to', () => {
    const { records, rejects } = transformDonki(rawOf(events([FLARE])));
    expect(rejects).toEqual([]);
    expect(records[0]).toMatchObject({
      id: FLARE.flrID,
      timeMs: at('2026-08-20T11:40Z'),
      timeEndMs: at('2026-08-20T11:54Z'),
      title: 'M8.1 flare from region 14506',
      linked: ['2026-08-20T12:15:00-CME-001'],
    });
    expect(bodyOf(records[0])).toMatchObject({
      kind: 'flare',
      magnitude: 'M8.1',
      magnitudeValue: 8.1e-5,
      peakMs: at('2026-08-20T11:48Z'),
      location: 'N10W42',
      activeRegion: 14506,
    });
  });

  it.each([
    ['sepID', 'SEP', 'solarEnergeticParticle', {}],
    ['hssID', 'HSS', 'highSpeedStream', {}],
    ['activityID', 'IPS', 'interplanetaryShock', { location: 'Earth', catalog: 'M2M_CATALOG' }],
    ['mpcID', 'MPC', 'magnetopauseCrossing', {}],
    ['rbeID', 'RBE', 'radiationBeltEnhancement', {}],
  ])('of %s %s are of kind %s', (field, code, kind, more) => {
    const { records, rejects } = transformDonki(rawOf(events([moment(field, code, more)])));
    expect(rejects).toEqual([]);
    expect(bodyOf(records[0]).kind).toBe(kind);
  });

  it('without an end yet are kept, and end when DONKI says so', () => {
    const { records } = transformDonki(rawOf(events([{ ...FLARE, endTime: null, linkedEvents: null }])));
    expect(records[0]).toMatchObject({ timeEndMs: null, linked: [] });
  });

  it('of a storm of Kp 0 keep the zero', () => {
    const storm = {
      gstID: '2024-05-10T15:00:00-GST-001',
      startTime: '2024-05-10T15:00Z',
      allKpIndex: [{ observedTime: '2024-05-10T18:00Z', kpIndex: 0 }],
    };
    expect(bodyOf(transformDonki(rawOf(events([storm]))).records[0])).toMatchObject({
      magnitude: 'Kp 0',
      magnitudeValue: 0,
    });
  });

  it('told in two versions are one, of the higher version', () => {
    const { records } = transformDonki(rawOf(events([{ ...FLARE, versionId: 2, classType: 'M9.0' }, FLARE])));
    expect(records).toHaveLength(1);
    expect(bodyOf(records[0]).magnitude).toBe('M9.0');
  });

  it.each([
    ['an unknown kind', { ...FLARE, flrID: '2026-08-20T11:40:00-XYZ-001' }, /no id of a known kind/],
    ['no class', { ...FLARE, classType: 'huge' }, /no class of a flare/],
    ['an end before their begin', { ...FLARE, endTime: '2026-08-19T00:00Z' }, /ends before it begins/],
    ['an unreadable time', { ...FLARE, beginTime: '20.8.2026' }, /beginTime/],
  ])('with %s are set aside', (_, event, reason) => {
    const { records, rejects } = transformDonki(rawOf(events([moment('hssID', 'HSS'), event])));
    expect(records).toHaveLength(1);
    expect(rejects[0]?.reason).toMatch(reason);
  });

  it('are none in an empty body: so DONKI says it', () => {
    expect(transformDonki(rawOf(''))).toMatchObject({ records: [], rejects: [], complete: true });
  });

  it('do not depend on the order of the list nor on events told twice', () => expectOrderNotToMatter(parts));
  it('survive garbage in the list', () => expectGarbageToBeSetAside(parts, garbageRow));
  it('survive any body', () => expectNeverToThrow(transformDonki));

  it.each([
    ['A1.0', 1e-8],
    ['C8.2', 8.2e-6],
    ['M5.1', 5.1e-5],
    ['X28', 2.8e-3],
  ])('of class %s peak at %d W/m²', (text, flux) => expect(fluxOfClass(text)).toBe(flux));
});

describe('the pull of space weather events', () => {
  it('asks each of the eight services, a month at first, then ten days', async () => {
    const first = fakeContext(() => '[]');
    expect(await nasaDonki.extract(first)).toHaveLength(8);
    expect(first.asked[0]).toBe('/base/DONKI/FLR?startDate=2026-07-23&endDate=2026-08-22');
    const later = fakeContext(() => '[]', { cursor: first.noted() });
    await nasaDonki.extract(later);
    expect(later.asked.map((path) => path.slice(0, 15))).toEqual(
      ['FLR', 'CME', 'GST', 'SEP', 'HSS', 'IPS', 'MPC', 'RBE'].map((code) => `/base/DONKI/${code}`),
    );
    expect(later.asked[7]).toMatch(/startDate=2026-08-12/);
  });

  it('with DEMO_KEY waits five hours between its runs', async () => {
    const nowMs = at('2026-08-22T12:00Z');
    const run = async (agoHours: number) => {
      const cursor = { answeredMs: nowMs - agoHours * 3_600_000 };
      const context = fakeContext(() => '[]', { nowMs, cursor, nasaApiKey: 'DEMO_KEY' });
      await nasaDonki.extract(context);
      return context.asked.length;
    };
    expect([await run(4.9), await run(5)]).toEqual([0, 8]);
  });
});

describeWithSharedData('recorded events', () => {
  const list = (name: string): string => {
    const wrapper = JSON.parse(readShared('nasa-jpl-responses/donki_2026-08-15_22.json')) as Record<string, unknown>;
    return JSON.stringify(wrapper[name]);
  };

  it('of a week are 7 flares, 21 CMEs and 2 proton events', () => {
    for (const [name, count] of [
      ['solar_flares', 7],
      ['cme', 21],
      ['geomagnetic_storms', 0],
      ['solar_energetic_particles', 2],
    ] as const) {
      const result = transformDonki(rawOf(list(name)));
      expect([name, result.records.length, result.rejects]).toEqual([name, count, []]);
    }
  });

  it('tell the CME of 21 August by the later of its two analyses', () => {
    const cme = transformDonki(rawOf(list('cme'))).records.find(
      (record) => record.kind === 'document' && record.id === '2026-08-21T09:36:00-CME-001',
    );
    const body = JSON.parse((cme as DocumentRecord).body) as { analyses: { speed: number; submittedMs: number }[] };
    const latest = body.analyses.reduce((a, b) => (b.submittedMs > a.submittedMs ? b : a));
    expect(bodyOf(cme).magnitudeValue).toBe(latest.speed);
    expect(body.analyses).toHaveLength(2);
  });

  it('of May 2024 are a storm of Kp 9 that six events led to, and two proton events', () => {
    const [storm] = transformDonki(
      rawOf(readShared('nasa-jpl-responses/transcribed/donki_gst_2024-05-10.json')),
    ).records;
    expect(storm).toMatchObject({
      title: 'Geomagnetic storm of Kp 9',
      timeMs: at('2024-05-10T15:00Z'),
      timeEndMs: at('2024-05-12T06:00Z'),
    });
    expect((storm as DocumentRecord).linked).toHaveLength(6);
    const protons = transformDonki(rawOf(readShared('nasa-jpl-responses/transcribed/donki_sep_2024-05-09.json')));
    expect([protons.records.length, protons.rejects]).toEqual([2, []]);
  });
});
