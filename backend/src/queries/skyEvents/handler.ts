import { assertCovered, earthOrientationNotice, findSkyEvents, type SkyEvent } from '@orrery/astro';
import { makeFrame, numberColumn, stringColumn, timeColumn, UNITS } from '@orrery/contract';
import { resolveObserver } from '../../sites/resolve.ts';
import type { QueryHandler } from '../handler.ts';
import { COMPUTED_SKY, observerMeta } from '../provenance.ts';

/** Numbers of an event and their units; an event has those that belong to its kind. */
const NUMBERS = {
  altitude: UNITS.degree,
  azimuth: UNITS.degree,
  separation: UNITS.degree,
  elongation: UNITS.degree,
  distance: UNITS.au,
  magnitude: UNITS.none,
  obscuration: UNITS.percent,
  latitude: UNITS.degree,
  longitude: UNITS.degree,
} as const;

/** `skyEvents`: one table, a row per event, usable as annotations. */
export function createSkyEventsHandler(): QueryHandler<'skyEvents'> {
  return {
    run(query, { fromMs, toMs, signal }) {
      const site = query.observer === undefined ? null : resolveObserver(query.observer);
      assertCovered(fromMs, toMs);
      const events = findSkyEvents({
        kinds: [...new Set(query.kinds)],
        fromMs,
        toMs,
        signal,
        ...(query.bodies ? { bodies: [...new Set(query.bodies)] } : {}),
        ...(site ? { observer: site } : {}),
      });
      const notices = earthOrientationNotice(fromMs, toMs);
      return Promise.resolve([
        makeFrame(query.refId, 'Sky events', eventColumns(events), {
          preferredVisualisationType: 'table',
          ...(notices.length > 0 ? { notices } : {}),
          custom: { ...COMPUTED_SKY, ...(site ? { observer: observerMeta(site) } : {}) },
        }),
      ]);
    },
  };
}

function eventColumns(events: readonly SkyEvent[]) {
  const text = (name: 'kind' | 'subtype' | 'body' | 'otherBody' | 'title' | 'text') =>
    stringColumn(
      name,
      events.map((e) => e[name]),
    );
  return [
    timeColumn(
      'time',
      events.map((e) => e.timeMs),
    ),
    timeColumn(
      'timeEnd',
      events.map((e) => e.timeEndMs),
    ),
    timeColumn(
      'peak',
      events.map((e) => e.peakMs),
    ),
    ...(['kind', 'subtype', 'body', 'otherBody', 'title', 'text'] as const).map(text),
    ...(Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]).map((name) =>
      numberColumn(
        name,
        events.map((e) => e[name]),
        { config: { unit: NUMBERS[name] } },
      ),
    ),
  ];
}
