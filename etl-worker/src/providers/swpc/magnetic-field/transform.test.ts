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
import { transformMagneticField } from './transform.ts';

const row = (time: string, source: string, active: boolean, bz: number) => ({
  time_tag: time,
  active,
  source,
  bt: 6.1,
  bx_gse: -2.2,
  bx_gsm: -2.17,
  by_gse: 1.5,
  by_gsm: 1.43,
  bz_gse: 9,
  bz_gsm: bz,
});
const ROWS = [row('2026-10-06T11:11:02', 'IMAP', false, -2), row('2026-10-06T11:10:00', 'SOLAR1', true, -7.5)];
const feed = { transform: transformMagneticField, parts: ROWS as readonly unknown[], join: JSON.stringify };

describe('the interplanetary magnetic field', () => {
  it('is GSM and of the active spacecraft', () => {
    expect(brief(transformMagneticField(rawOf(JSON.stringify(ROWS))))).toEqual([
      'bt 2026-10-06T11:10 6.1 nowcast',
      'bx 2026-10-06T11:10 -2.17 nowcast',
      'by 2026-10-06T11:10 1.43 nowcast',
      'bz 2026-10-06T11:10 -7.5 nowcast',
    ]);
  });

  it('refuses a flag that is neither true nor false', () => {
    const { records, rejects } = transformMagneticField(rawOf(JSON.stringify([{ ...ROWS[1], active: 'yes' }])));
    expect([records.length, rejects[0]?.reason]).toEqual([0, 'active: "yes" is neither true nor false']);
  });

  it('does not depend on the order of rows', () => expectOrderNotToMatter(feed));
  it('loads what is good whatever stands beside it', () => expectGarbageToBeSetAside(feed, garbageRow));
  it('never throws', () => expectNeverToThrow(transformMagneticField));
});

describeWithSharedData('recorded magnetic field', () => {
  it.each([
    ['2024-05-13_solar-wind-magnetic-field.json', 1],
    ['2026-02-02_mag-7-day.json', 9190],
    ['2026-03-30_mag-7-day.json', 9858],
    ['2026-04-18_mag-7-day.json', 9777],
  ])('%s holds %i minutes', (file, minutes) => {
    const result = transformMagneticField(rawOf(readShared(`swpc-responses/${file}`)));
    expect([count(result, 'bz'), count(result, 'bt'), result.rejects.length]).toEqual([minutes, minutes, 0]);
  });

  it('has the first minute as served', () => {
    const result = transformMagneticField(rawOf(readShared('swpc-responses/2026-02-02_mag-7-day.json')));
    expect(result.records[0]?.timeMs).toBe(at('2026-01-26T22:17:00Z'));
    expect(brief(result)[3]).toBe('bz 2026-01-26T22:17 3.84 nowcast');
  });
});
