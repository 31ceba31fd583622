import { defineQuery } from './define.ts';
import { defaulting, number, toggle } from './field.ts';
import { DEFAULT_OBSERVER, observerRequired } from './observer.ts';
import { ISS, satelliteSelection, SELECTION } from './satellite-selection.ts';

export const satellitePasses = defineQuery({
  queryType: 'satellitePasses',
  title: 'Satellite passes',
  group: 'Satellites',
  description: 'When satellites pass over a place: a table',
  fields: {
    ...satelliteSelection,
    observer: observerRequired,
    minElevation: defaulting(
      number({
        title: 'Min. elevation',
        help: 'Passes that stay lower than this above the horizon are left out.',
        unit: '°',
        min: 0,
        max: 89,
        suggestions: [0, 10, 20, 30, 40, 60],
      }),
      10,
    ),
    visibleOnly: defaulting(
      toggle({
        title: 'Visible only',
        help: 'Only passes the eye can see: the satellite in sunlight, the place in the dark.',
      }),
      false,
    ),
  },
  oneOf: SELECTION,
  reads: () => ['elements'],
  start: { satellites: [ISS], observer: DEFAULT_OBSERVER },
  example: { satellites: ['ISS'], observer: 'potsdam' },
});
