import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askFor } from '../../ask.ts';
import { iers, IERS } from '../provider.ts';
import { transformOrientation } from './transform.ts';

export const iersOrientation: Source = {
  info: {
    ...IERS,
    id: 'iers-orientation',
    title: 'Earth orientation: UT1−UTC and polar motion',
    address: 'https://datacenter.iers.org/eop.php',
    cadenceMs: 12 * 3_600_000,
    naturalKey: 'Day, UTC, and whether it is predicted, of Bulletin A or of Bulletin B',
    provides: provides('ut1MinusUtc', 'polarMotionX', 'polarMotionY'),
  },
  provider: iers,
  extract: askFor(iers, '/data/13/finals2000A.daily'),
  transform: transformOrientation,
};
