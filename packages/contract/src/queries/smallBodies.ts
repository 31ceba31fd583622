import { defineQuery } from './define.ts';
import { defaulting, toggle } from './field.ts';

export const smallBodies = defineQuery({
  queryType: 'smallBodies',
  title: 'Small bodies',
  group: 'Near-Earth objects',
  description:
    "Orbits and sizes of asteroids and comets of the close approaches, from JPL's small-body database, the largest first: a table",
  fields: {
    hazardousOnly: defaulting(
      toggle({ title: 'Hazardous', help: 'Only potentially hazardous objects, as JPL classes them.' }),
      false,
    ),
  },
  reads: () => ['smallBody'],
  start: {},
  example: {},
});
