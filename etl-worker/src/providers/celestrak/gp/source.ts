import type { Source } from '../../source.ts';
import { addressOf } from '../../ask.ts';
import { celestrak, CELESTRAK } from '../provider.ts';
import { transformGp } from './transform.ts';

/** Groups that are pulled where the configuration names no others. */
export const DEFAULT_GROUPS: readonly string[] = [
  'stations',
  'visual',
  'weather',
  'goes',
  'noaa',
  'resource',
  'amateur',
  'gps-ops',
  'galileo',
  'geo',
  'starlink',
  'active',
];

/** The source of one group; each is asked by itself, so that one refusal is one group's. */
export function celestrakGp(group: string): Source {
  const id = `celestrak-gp-${group}`;
  return {
    info: {
      ...CELESTRAK,
      id,
      title: `Orbital elements: ${group}`,
      address: 'https://celestrak.org/NORAD/documentation/gp-data-formats.php',
      cadenceMs: 2 * 3_600_000,
      naturalKey: 'NORAD catalogue number and epoch',
      provides: [
        { name: 'elements', unit: 'none', title: `Mean elements (SGP4) of ${group}` },
        { name: 'satelliteGroup', unit: 'none', title: `Members of ${group}` },
      ],
    },
    provider: celestrak,
    extract: async (context) => {
      const query = new URLSearchParams({ GROUP: group, FORMAT: 'json' }).toString();
      const answer = await context.request(addressOf(context, celestrak, `/NORAD/elements/gp.php?${query}`));
      return answer ? [answer] : [];
    },
    transform: (raw) => transformGp(raw, id, group),
  };
}
