import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askFor } from '../../ask.ts';
import { transformOrientation } from './transform.ts';

export const iersOrientation: Source = {
  info: {
    id: 'iers-orientation',
    title: 'Earth orientation: UT1−UTC and polar motion',
    publisher: 'International Earth Rotation and Reference Systems Service (IERS)',
    terms: 'Free use with acknowledgement of IERS.',
    address: 'https://datacenter.iers.org/eop.php',
    cadenceMs: 12 * 3_600_000,
    politeness: 'Only the last and next 90 days; the record since 1973 comes from finals2000A.all with "orrery load".',
    naturalKey: 'Day, UTC, and whether it is predicted, of Bulletin A or of Bulletin B',
    provides: provides('ut1MinusUtc', 'polarMotionX', 'polarMotionY'),
  },
  provider: 'iers',
  extract: askFor('iers', '/data/13/finals2000A.daily'),
  transform: transformOrientation,
};
