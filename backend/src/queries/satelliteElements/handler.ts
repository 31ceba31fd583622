import { elementAgeDays, elementAgeNotices, toTleLines, type ElementSet } from '@orrery/astro';
import { integerColumn, makeFrame, numberColumn, stringColumn, timeColumn, UNITS } from '@orrery/contract';
import type { ElementsStore } from '../../data/elements.ts';
import type { QueryHandler } from '../handler.ts';
import { selectionFrames, selectSatellites } from '../satellites.ts';

/** `satelliteElements`: a table of mean elements, as two lines where the NORAD id fits there, always as OMM JSON. */
export function createSatelliteElementsHandler(
  store: ElementsStore,
  limits: { readonly maxObjects: number },
): QueryHandler<'satelliteElements'> {
  return {
    async run(query, { fromMs, toMs }) {
      const selection = await selectSatellites(store, query, limits.maxObjects);
      const notices = elementAgeNotices(selection.elements, fromMs, toMs);
      const { retrievedAtMs } = selection;
      const frame = makeFrame(query.refId, 'Satellite elements', elementColumns(selection.elements, toMs), {
        preferredVisualisationType: 'table',
        ...(notices.length > 0 ? { notices } : {}),
        custom: {
          source: 'CelesTrak GP',
          ...(retrievedAtMs === null ? {} : { retrievedAt: new Date(retrievedAtMs).toISOString() }),
        },
      });
      return selectionFrames([frame], selection, () => frame);
    },
  };
}

function elementColumns(elements: readonly ElementSet[], atMs: number) {
  const lines = elements.map((e) => toTleLines(e));
  return [
    integerColumn(
      'noradId',
      elements.map((e) => e.noradId),
    ),
    stringColumn(
      'name',
      elements.map((e) => e.name),
    ),
    timeColumn(
      'epoch',
      elements.map((e) => e.epochMs),
    ),
    stringColumn(
      'line1',
      lines.map((l) => l?.[0] ?? null),
    ),
    stringColumn(
      'line2',
      lines.map((l) => l?.[1] ?? null),
    ),
    stringColumn(
      'omm',
      elements.map((e) => JSON.stringify(e.omm)),
    ),
    stringColumn(
      'intlDesignator',
      elements.map((e) => e.intlDesignator),
    ),
    numberColumn(
      'ageDays',
      elements.map((e) => elementAgeDays(e, atMs)),
      { config: { unit: UNITS.day, decimals: 1, description: 'Since the epoch; negative before it' } },
    ),
  ];
}
