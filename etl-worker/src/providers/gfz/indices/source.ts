import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askFor } from '../../ask.ts';
import { gfz, GFZ } from '../provider.ts';
import { transformGfzIndices } from './transform.ts';

export const gfzIndices: Source = {
  info: {
    ...GFZ,
    id: 'gfz-indices',
    title: 'Kp, ap, Ap, sunspot number and F10.7 by day',
    address: 'https://kp.gfz.de/en/data',
    cadenceMs: 6 * 3_600_000,
    naturalKey: 'Interval or day, UTC, and whether it is definitive',
    provides: provides('kp', 'ap', 'apDaily', 'sunspotNumberDaily', 'f107', 'f107Adjusted'),
  },
  provider: gfz,
  extract: askFor(gfz, '/app/files/Kp_ap_Ap_SN_F107_nowcast.txt'),
  transform: transformGfzIndices,
};
