import { SPACE_WEATHER_KIND_NAMES } from '../space.ts';
import { defineQuery } from './define.ts';
import { choices, optional } from './field.ts';

export const spaceWeatherEvents = defineQuery({
  queryType: 'spaceWeatherEvents',
  title: 'Space weather events',
  group: 'Space weather',
  description: 'Flares, coronal mass ejections, geomagnetic storms: a table, also for annotations',
  fields: {
    kinds: optional(
      choices({
        title: 'Kinds',
        help: 'Which events; empty means all.',
        values: SPACE_WEATHER_KIND_NAMES,
        options: 'spaceWeatherKinds',
      }),
      'All',
    ),
  },
  reads: () => ['spaceWeatherEvent'],
  start: {},
  example: { kinds: ['flare', 'geomagneticStorm'] },
});
