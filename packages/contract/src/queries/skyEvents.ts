import { BODIES, EVENT_KIND_NAMES } from '../sky.ts';
import { defineQuery } from './define.ts';
import { choices, optional } from './field.ts';
import { DEFAULT_OBSERVER, observerOrCentre } from './observer.ts';

export const skyEvents = defineQuery({
  queryType: 'skyEvents',
  title: 'Sky events',
  group: 'Sky',
  description: 'Rise, set, twilight, phases, eclipses, conjunctions: a table, also for annotations',
  fields: {
    kinds: choices({
      title: 'Kinds',
      help: 'Which events. Rise, set, transit and twilight need an observer.',
      values: EVENT_KIND_NAMES,
      options: 'eventKinds',
    }),
    bodies: optional(
      choices({
        title: 'Bodies',
        help: 'Only events of these bodies; empty means all that the kind knows.',
        values: BODIES,
        options: 'bodies',
      }),
      'All',
    ),
    observer: observerOrCentre('kinds'),
  },
  start: { kinds: ['rise', 'set', 'moonPhase'], bodies: ['sun', 'moon'], observer: DEFAULT_OBSERVER },
  example: {
    kinds: ['rise', 'set', 'moonPhase'],
    bodies: ['sun', 'moon'],
    observer: { latitude: -30, longitude: 20.5, elevation: 1798 },
  },
});
