import { findPasses, type SatellitePass } from '@orrery/astro';
import {
  booleanColumn,
  integerColumn,
  makeFrame,
  numberColumn,
  stringColumn,
  timeColumn,
  UNITS,
  type Notice,
  type QueryOfType,
  throwIfAborted,
} from '@orrery/contract';
import { resolveObserver } from '../../sites/resolve.ts';
import type { ElementsStore } from '../../data/elements.ts';
import type { QueryHandler } from '../handler.ts';
import { observerMeta } from '../provenance.ts';
import { assertServed, briefly, selectionFrames, selectSatellites } from '../satellites.ts';

/** `satellitePasses`: one table, a row per pass over the observer, in order of time. */
export function createSatellitePassesHandler(
  store: ElementsStore,
  limits: { readonly maxObjects: number },
): QueryHandler<'satellitePasses'> {
  return {
    async run(query, { fromMs, toMs, signal }) {
      const site = resolveObserver(query.observer);
      const selection = await selectSatellites(store, query, limits.maxObjects);
      assertServed(selection, [fromMs, toMs]);
      const passes: SatellitePass[] = [];
      const told: Notice[] = [];
      for (const elements of selection.elements) {
        throwIfAborted(signal);
        const { minElevation, visibleOnly } = query;
        const found = findPasses({ elements, observer: site, fromMs, toMs, minElevation, visibleOnly, signal });
        passes.push(...found.passes);
        told.push(...found.notices);
      }
      passes.sort((a, b) => (a.riseMs ?? fromMs) - (b.riseMs ?? fromMs) || a.culminationMs - b.culminationMs);
      const notices = [...briefly(told), ...nonePasses(passes, selection.elements.length, query)];
      const frame = makeFrame(query.refId, 'Satellite passes', passColumns(passes), {
        preferredVisualisationType: 'table',
        ...(notices.length > 0 ? { notices } : {}),
        custom: {
          source: 'CelesTrak GP elements, SGP4',
          observer: observerMeta(site),
          minElevation: query.minElevation,
        },
      });
      return selectionFrames([frame], selection, () => frame);
    },
  };
}

/** An empty table alone would leave open whether anything was looked for. */
function nonePasses(
  passes: readonly SatellitePass[],
  satellites: number,
  { minElevation, visibleOnly }: QueryOfType<'satellitePasses'>,
): Notice[] {
  if (passes.length > 0 || satellites === 0) return [];
  const what = visibleOnly ? 'visible pass' : 'pass';
  return [{ severity: 'info', text: `No ${what} reaches ${minElevation}° of elevation in this range.` }];
}

function passColumns(passes: readonly SatellitePass[]) {
  const degrees = (name: 'maxElevation' | 'riseAzimuth' | 'culminationAzimuth' | 'setAzimuth') =>
    numberColumn(
      name,
      passes.map((p) => p[name]),
      { config: { unit: UNITS.degree } },
    );
  return [
    timeColumn(
      'rise',
      passes.map((p) => p.riseMs),
    ),
    timeColumn(
      'culmination',
      passes.map((p) => p.culminationMs),
    ),
    timeColumn(
      'set',
      passes.map((p) => p.setMs),
    ),
    ...(['maxElevation', 'riseAzimuth', 'culminationAzimuth', 'setAzimuth'] as const).map(degrees),
    booleanColumn(
      'sunlit',
      passes.map((p) => p.sunlit),
    ),
    booleanColumn(
      'visible',
      passes.map((p) => p.visible),
    ),
    timeColumn(
      'visibleFrom',
      passes.map((p) => p.visibleFromMs),
    ),
    timeColumn(
      'visibleTo',
      passes.map((p) => p.visibleToMs),
    ),
    stringColumn(
      'satellite',
      passes.map((p) => p.name),
    ),
    integerColumn(
      'noradId',
      passes.map((p) => p.noradId),
    ),
  ];
}
