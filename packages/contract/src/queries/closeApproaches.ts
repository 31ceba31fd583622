import { APPROACH_BODIES, type ApproachBody } from '../space.ts';
import { defineQuery, type QueryOf } from './define.ts';
import { choice, defaulting, number, optional, type Option } from './field.ts';

/** Names are capitalised ids. */
const BODY_OPTIONS = APPROACH_BODIES.map((value): Option<ApproachBody> => {
  return { value, title: value.charAt(0).toUpperCase() + value.slice(1) };
});

export const closeApproaches = defineQuery({
  queryType: 'closeApproaches',
  title: 'Close approaches',
  group: 'Near-Earth objects',
  description: 'Asteroids and comets that pass the Earth, the Moon or a planet: a table',
  fields: {
    body: defaulting(choice({ title: 'Body', help: 'Which body they pass.', options: BODY_OPTIONS }), 'earth'),
    maxDistanceLd: optional(
      number({
        title: 'Max. distance',
        help: 'Only those nearer than so many lunar distances (1 LD = 384,400 km).',
        unit: 'LD',
        above: 0,
        max: 100_000,
        suggestions: [1, 5, 10, 20],
      }),
      'Any',
    ),
    minDiameterM: optional(
      number({
        title: 'Min. diameter',
        help: 'Only those whose largest likely diameter reaches this.',
        unit: 'm',
        min: 0,
        max: 10_000_000,
        suggestions: [10, 50, 140, 1000],
      }),
      'Any',
    ),
  },
  reads: () => ['closeApproach'],
  start: {},
  example: { maxDistanceLd: 20 },
});
export type CloseApproachesQuery = QueryOf<typeof closeApproaches>;
