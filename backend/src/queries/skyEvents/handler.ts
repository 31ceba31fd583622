import {
  assertCovered,
  earthOrientationNotice,
  findSkyEvents,
  MAX_SKY_EVENTS,
  type SkyEvent,
  type SkyEventsRequest,
} from '@orrery/astro';
import { makeFrame, numberColumn, OrreryError, stringColumn, timeColumn, UNITS } from '@orrery/contract';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { resolveObserver } from '../../sites/resolve.ts';
import type { QueryHandler } from '../handler.ts';
import { COMPUTED_SKY, observerMeta } from '../provenance.ts';
import { throwIfAborted } from '../sampling.ts';

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
    async run(query, { fromMs, toMs, signal }) {
      const site = query.observer === undefined ? null : resolveObserver(query.observer);
      assertCovered(fromMs, toMs);
      const events = await eventsInSlices({
        kinds: [...new Set(query.kinds)],
        fromMs,
        toMs,
        signal,
        ...(query.bodies ? { bodies: [...new Set(query.bodies)] } : {}),
        ...(site ? { observer: site } : {}),
      });
      const notices = earthOrientationNotice(fromMs, toMs);
      return [
        makeFrame(query.refId, 'Sky events', eventColumns(events), {
          preferredVisualisationType: 'table',
          ...(notices.length > 0 ? { notices } : {}),
          custom: { ...COMPUTED_SKY, ...(site ? { observer: observerMeta(site) } : {}) },
        }),
      ];
    },
  };
}

/** A fifth of a second of work at the most: other requests get their turn in between, and a gone client is noticed. */
const SLICE_MS = 120 * 86_400_000;

/** All events of the range. An event that lies in two slices has the same numbers in both and is kept once. */
async function eventsInSlices(request: SkyEventsRequest & { readonly signal: AbortSignal }): Promise<SkyEvent[]> {
  const { fromMs, toMs, signal } = request;
  const found = new Map<string, SkyEvent>();
  for (let startMs = fromMs; startMs <= toMs; startMs += SLICE_MS) {
    throwIfAborted(signal);
    const slice = findSkyEvents({ ...request, fromMs: startMs, toMs: Math.min(toMs, startMs + SLICE_MS) });
    for (const e of slice) found.set([e.kind, e.subtype, e.body, e.otherBody, e.timeMs].join(' '), e);
    if (found.size > MAX_SKY_EVENTS) {
      const message = `More than the limit of ${MAX_SKY_EVENTS} events (MAX_SKY_EVENTS); ask for fewer kinds or bodies, or a shorter range.`;
      throw new OrreryError('tooLarge', message);
    }
    await nextTurn();
  }
  return [...found.values()].sort((a, b) => a.timeMs - b.timeMs);
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
