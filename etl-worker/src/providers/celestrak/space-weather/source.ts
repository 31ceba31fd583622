import type { Source } from '../../source.ts';
import { provides } from '../../../series/definitions.ts';
import { askFor } from '../../ask.ts';
import { celestrak, CELESTRAK } from '../provider.ts';
import { transformSpaceWeatherFile } from './transform.ts';

export const celestrakSpaceWeather: Source = {
  info: {
    ...CELESTRAK,
    id: 'celestrak-space-weather',
    title: 'Space weather file: Kp, ap, F10.7 and sunspot number',
    terms:
      'Free use with attribution to CelesTrak; Kp of GFZ (CC BY 4.0), F10.7 of NRCan, sunspot number of SILSO (CC BY-NC 4.0).',
    address: 'https://celestrak.org/SpaceData/SpaceWx-format.php',
    cadenceMs: 24 * 3_600_000,
    politeness:
      'The file of five years once a day, one attempt, any answer but 200 stops every pull; the record since 1957 comes from SW-All.csv with "orrery load".',
    naturalKey: 'Interval or day, UTC, and its flag',
    provides: provides('kp', 'ap', 'apDaily', 'f107', 'f107Adjusted', 'f107Monthly', 'sunspotNumberDaily'),
  },
  provider: celestrak,
  extract: askFor(celestrak, '/SpaceData/SW-Last5Years.csv'),
  transform: transformSpaceWeatherFile,
};
