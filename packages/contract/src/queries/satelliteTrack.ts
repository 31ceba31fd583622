import { defineQuery } from './define.ts';
import { momentsInstead } from './moments.ts';
import { observerOfTrack } from './observer.ts';
import { ISS, satelliteSelection, SELECTION } from './satellite-selection.ts';

export const satelliteTrack = defineQuery({
  queryType: 'satelliteTrack',
  title: 'Satellite track',
  group: 'Satellites',
  description: 'Place, height and speed of satellites: one series per satellite',
  fields: { ...satelliteSelection, observer: observerOfTrack, times: momentsInstead },
  oneOf: SELECTION,
  reads: () => ['elements'],
  start: { satellites: [ISS] },
  example: { satellites: [ISS], observer: '52,13' },
});
