import { BODIES, QUANTITY_NAMES } from '../sky.ts';
import { defineQuery, type QueryOf } from './define.ts';
import { choice, choices, defaulting, toggle } from './field.ts';
import { momentsInstead } from './moments.ts';
import { DEFAULT_OBSERVER, observerOrCentre } from './observer.ts';

export const ephemeris = defineQuery({
  queryType: 'ephemeris',
  title: 'Ephemeris',
  group: 'Sky',
  description: 'Where Sun, Moon and planets are, and how they look: one series per body',
  fields: {
    bodies: choices({ title: 'Bodies', help: 'One series per body.', values: BODIES, options: 'bodies' }),
    quantities: choices({
      title: 'Quantities',
      help: 'One number per quantity in each series. Altitude, azimuth and hour angle need an observer.',
      values: QUANTITY_NAMES,
      options: 'quantities',
    }),
    observer: observerOrCentre('quantities'),
    equinox: defaulting(
      choice({
        title: 'Equinox',
        help: 'The equator that right ascension and declination refer to.',
        options: [
          { value: 'date', title: 'Of date', help: 'The equator of the moment' },
          { value: 'J2000', title: 'J2000', help: 'The equator of star catalogues' },
        ],
      }),
      'date',
    ),
    refraction: defaulting(
      toggle({
        title: 'Refraction',
        help: 'Whether altitudes are lifted by the air, as the eye sees them: half a degree at the horizon.',
      }),
      false,
    ),
    light: defaulting(
      choice({
        title: 'Light',
        help: 'Apparent places are where the body is seen; astrometric ones compare with star catalogues.',
        options: [
          { value: 'apparent', title: 'Apparent', help: 'With aberration and light time' },
          { value: 'astrometric', title: 'Astrometric', help: 'With light time only' },
        ],
      }),
      'apparent',
    ),
    times: momentsInstead,
  },
  start: { bodies: ['sun', 'moon'], quantities: ['altitude'], observer: DEFAULT_OBSERVER },
  example: {
    bodies: ['mars', 'moon'],
    quantities: ['rightAscension', 'altitude', 'magnitude', 'x'],
    observer: 'greenwich',
  },
});
export type EphemerisQuery = QueryOf<typeof ephemeris>;
