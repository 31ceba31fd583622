import { defineQuery } from './define.ts';

export const fireballs = defineQuery({
  queryType: 'fireballs',
  title: 'Fireballs',
  group: 'Near-Earth objects',
  description: 'Bright meteors with energy, speed and place: a table',
  fields: {},
  reads: () => ['fireball'],
  start: {},
  example: {},
});
