import { defineQuery } from './define.ts';
import { satelliteSelection, SELECTION } from './satellite-selection.ts';

export const satelliteElements = defineQuery({
  queryType: 'satelliteElements',
  title: 'Satellite elements',
  group: 'Satellites',
  description: 'Orbital elements of satellites, for the 3D panel: a table',
  fields: satelliteSelection,
  oneOf: SELECTION,
  reads: () => ['elements'],
  start: { group: 'stations' },
  example: { group: 'stations' },
});
