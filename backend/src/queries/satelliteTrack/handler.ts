import { computeTrack, elementAgeDays, type ElementSet } from '@orrery/astro';
import {
  booleanColumn,
  makeFrame,
  numberColumn,
  throwIfAborted,
  timeColumn,
  UNITS,
  type Column,
  type Frame,
  type Site,
  type StopSignal,
} from '@orrery/contract';
import type { ElementsStore } from '../../data/elements.ts';
import { resolveObserver } from '../../sites/resolve.ts';
import type { QueryHandler } from '../handler.ts';
import { observerMeta } from '../provenance.ts';
import { sampleTimes } from '../sampling.ts';
import { assertServed, selectionFrames, selectSatellites } from '../satellites.ts';

const FIELDS = {
  latitude: UNITS.degree,
  longitude: UNITS.degree,
  altitude: UNITS.km,
  speed: UNITS.kmPerSecond,
} as const;
const SEEN = { elevation: UNITS.degree, azimuth: UNITS.degree, range: UNITS.km, rangeRate: UNITS.kmPerSecond } as const;

/** `satelliteTrack`: a series frame per satellite; with an observer also where it stands in the sky. */
export function createSatelliteTrackHandler(
  store: ElementsStore,
  limits: { readonly maxPoints: number; readonly maxObjects: number },
): QueryHandler<'satelliteTrack'> {
  return {
    async run(query, context) {
      const site = query.observer === undefined ? null : resolveObserver(query.observer);
      const selection = await selectSatellites(store, query, limits.maxObjects);
      const timesMs = sampleTimes(query, context, selection.elements.length, limits.maxPoints);
      assertServed(selection, timesMs);
      const frames: Frame[] = [];
      for (const elements of selection.elements) {
        throwIfAborted(context.signal);
        frames.push(trackFrame(query.refId, elements, timesMs, site, context.signal));
      }
      return selectionFrames(frames, selection, () => emptyTrack(query.refId, site));
    },
  };
}

function trackFrame(
  refId: string,
  elements: ElementSet,
  timesMs: Float64Array,
  site: Site | null,
  signal: StopSignal,
): Frame {
  const track = computeTrack({ elements, timesMs, signal, ...(site ? { observer: site } : {}) });
  const labels = {
    satellite: elements.name,
    noradId: String(elements.noradId),
    ...(site ? { observer: site.id } : {}),
  };
  const number = (name: string, unit: string, values: Float64Array): Column =>
    numberColumn(name, values, { labels, config: { unit, displayNameFromDS: `${elements.name} ${name}` } });
  const columns = [
    timeColumn('time', timesMs),
    ...Object.entries(FIELDS).map(([name, unit]) => number(name, unit, track[name as keyof typeof FIELDS])),
    booleanColumn('sunlit', track.sunlit, { labels }),
    ...Object.entries(SEEN).flatMap(([name, unit]) => {
      const values = track[name as keyof typeof SEEN];
      return values ? [number(name, unit, values)] : [];
    }),
  ];
  const atMs = timesMs[timesMs.length - 1] ?? elements.epochMs;
  return makeFrame(refId, elements.name, columns, {
    ...(track.notices.length > 0 ? { notices: track.notices } : {}),
    custom: {
      source: 'CelesTrak GP elements, SGP4',
      noradId: elements.noradId,
      elementEpoch: new Date(elements.epochMs).toISOString(),
      elementAgeDays: Number(elementAgeDays(elements, atMs).toFixed(3)),
      ...(site ? { observer: observerMeta(site) } : {}),
    },
  });
}

/** The fields without rows. The observer is told all the same: a map of the place needs no satellite. */
function emptyTrack(refId: string, site: Site | null): Frame {
  const fields = Object.entries({ ...FIELDS, ...(site ? SEEN : {}) });
  const numbers = fields.map(([name, unit]) => numberColumn(name, [], { config: { unit } }));
  const columns = [timeColumn('time', []), ...numbers, booleanColumn('sunlit', [])];
  return makeFrame(refId, 'Satellite track', columns, site ? { custom: { observer: observerMeta(site) } } : {});
}
