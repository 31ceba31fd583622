import type { Source } from '../source.ts';
import { provides } from '../kit/definitions.ts';
import { askAll, CELESTRAK } from '../kit/publishers.ts';
import { transformSpaceWeatherFile } from './transform.ts';

export const celestrakSpaceWeather: Source = {
  info: {
    ...CELESTRAK,
    id: 'celestrak-space-weather',
    title: 'Space weather file: Kp, ap, F10.7 and sunspot number since 1957',
    terms:
      'Free use with attribution to CelesTrak; Kp of GFZ (CC BY 4.0), F10.7 of NRCan, sunspot number of SILSO (CC BY-NC 4.0).',
    address: 'https://celestrak.org/SpaceData/SpaceWx-format.php',
    cadenceMs: 24 * 3_600_000,
    politeness:
      'The whole file once, afterwards the one of five years; one attempt, any answer but 200 stops every pull.',
    naturalKey: 'Interval or day, UTC, and its flag',
    provides: provides('kp', 'ap', 'apDaily', 'f107', 'f107Adjusted', 'f107Monthly', 'sunspotNumberDaily'),
  },
  provider: 'celestrak',
  extract: async (context) => {
    const file = context.state === null ? 'SW-All.csv' : 'SW-Last5Years.csv';
    const answers = await askAll(context, 'celestrak', [`/SpaceData/${file}`]);
    if (answers.length > 0) await context.setState({ answeredMs: context.nowMs });
    return answers;
  },
  transform: transformSpaceWeatherFile,
};
