import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askGfz } from '../extract.ts';
import { gfz, GFZ } from '../provider.ts';
import { transformGfzKp } from './transform.ts';

export const gfzKp: Source = {
  info: {
    ...GFZ,
    id: 'gfz-kp',
    title: 'Kp and ap, preliminary and definitive',
    address: 'https://kp.gfz.de/en/data',
    cadenceMs: 30 * 60_000,
    naturalKey: 'Start of the three-hour interval, UTC, and whether it is definitive',
    provides: provides('kp', 'ap', 'apDaily', 'sunspotNumberDaily', 'f107', 'f107Adjusted'),
  },
  provider: gfz,
  extract: askGfz('Kp', 'ap'),
  transform: transformGfzKp,
};
