import { describe, expect, it } from 'vitest';
import { rawOf } from '../../../testing/transforms.ts';
import { transformGp } from './transform.ts';

const omm = (epoch: string, changes: object = {}) => ({
  OBJECT_NAME: 'ISS (ZARYA)',
  OBJECT_ID: '1998-067A',
  EPOCH: epoch,
  MEAN_MOTION: 15.49717269,
  ECCENTRICITY: 0.0002122,
  INCLINATION: 51.636,
  RA_OF_ASC_NODE: 62.6541,
  ARG_OF_PERICENTER: 144.9421,
  MEAN_ANOMALY: 215.1708,
  BSTAR: 0.00020518,
  NORAD_CAT_ID: 25_544,
  ...changes,
});
const EPOCH = '2025-05-24T20:37:27.097824';
// One revolution earlier: the satellite is where it is at the epoch.
const BEFORE = '2025-05-24T19:04:31.900000';
const chosen = (rows: readonly object[], epoch = EPOCH) => {
  const { records, rejects } = transformGp(rawOf(JSON.stringify(rows)), 'celestrak-gp-stations', 'stations');
  const kept = records.find((record) => record.kind === 'document' && record.id === `25544:${epoch}`);
  const body = JSON.parse(kept?.kind === 'document' ? kept.body : '{}') as Record<string, unknown>;
  return { inclination: body['INCLINATION'], rejects };
};

describe('of two contradicting element sets of one epoch', () => {
  it('the one created later stays, whatever its text or order, and the other is set aside with the reason', () => {
    const early = omm(EPOCH, { INCLINATION: 11.1, CREATION_DATE: '2025-05-25T01:00:00' });
    const late = omm(EPOCH, { INCLINATION: 51.7, CREATION_DATE: '2025-05-25T03:00:00' });
    for (const rows of [
      [early, late],
      [late, early],
    ]) {
      const { inclination, rejects } = chosen(rows);
      expect(inclination).toBe(51.7);
      expect(rejects).toEqual([
        { reason: expect.stringMatching(/contradicts .*created later/), raw: JSON.stringify(early) },
      ]);
    }
  });

  it('the one that agrees with its neighbours stays where none says when it was created', () => {
    const wrong = omm(EPOCH, { INCLINATION: 11.1 });
    const right = omm(EPOCH, { INCLINATION: 51.64 });
    for (const rows of [
      [omm(BEFORE), wrong, right],
      [right, wrong, omm(BEFORE)],
    ]) {
      const { inclination, rejects } = chosen(rows);
      expect(inclination).toBe(51.64);
      expect(rejects).toEqual([
        { reason: expect.stringMatching(/contradicts .*neighbours/), raw: JSON.stringify(wrong) },
      ]);
    }
  });

  it('none is in doubt where they say the same', () => {
    const rows = [omm(EPOCH, { CREATION_DATE: '2025-05-25T01:00:00' }), omm(EPOCH)];
    expect(chosen(rows)).toMatchObject({ inclination: 51.636, rejects: [] });
  });
});
