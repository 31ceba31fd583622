import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type Collector, type RawText } from '../../../records/collector.ts';
import { BadRecord, isRow, parseJson } from '../../../parsing/rows.ts';
import { parseUtc } from '../../../parsing/time.ts';

const LONGITUDES = 360;
/** Whole degrees from −90 to 90. */
const LATITUDES = 181;

/**
 * Aurora oval of OVATION, `json/ovation_aurora_latest.json`: the chance of aurora in percent on a grid of one degree,
 * forecast for 30 to 90 minutes ahead. One document a forecast time. Its body holds `values[latitude + 90][longitude]`
 * (longitude 0 to 359 east), null where a cell is missing.
 */
export function transformAurora(raw: RawText): Transformed {
  const json = parseJson(raw.body);
  const coordinates = isRow(json) ? json['coordinates'] : undefined;
  const forecastMs = isRow(json) ? parseUtc(json['Forecast Time']) : null;
  const observedMs = isRow(json) ? parseUtc(json['Observation Time']) : null;
  if (!Array.isArray(coordinates) || forecastMs === null || observedMs === null) {
    return unreadable('unknown shape of the aurora forecast', raw);
  }
  const collector = createCollector(raw, { source: 'swpc-aurora' });
  const values = gridOf(coordinates, collector);
  const missing = values.flat().filter((value) => value === null).length;
  if (missing > 0) collector.reject(`${missing} of ${LONGITUDES * LATITUDES} cells of the grid are missing`, '');
  collector.document(
    {
      collection: 'aurora',
      id: new Date(forecastMs).toISOString(),
      timeMs: forecastMs,
      timeEndMs: null,
      title: `Aurora forecast for ${new Date(forecastMs).toISOString().slice(0, 16)}Z`,
      linked: [],
      body: JSON.stringify({ observedMs, forecastMs, unit: 'percent', values }),
    },
    '',
  );
  return collector.finish(LONGITUDES * LATITUDES);
}

function gridOf(coordinates: readonly unknown[], collector: Collector): (number | null)[][] {
  const values = Array.from({ length: LATITUDES }, () => new Array<number | null>(LONGITUDES).fill(null));
  for (const cell of coordinates) {
    collector.attempt(cell, () => {
      const [longitude, latitude, chance] = Array.isArray(cell) ? (cell as readonly unknown[]) : [];
      const row = values[Number(latitude) + 90];
      if (!isWhole(longitude, 0, LONGITUDES - 1) || !isWhole(latitude, -90, 90) || !row) {
        throw new BadRecord('a cell off the grid of whole degrees');
      }
      if (typeof chance !== 'number' || !(chance >= 0 && chance <= 100))
        throw new BadRecord('a chance that is no percentage');
      // A cell given twice: the larger chance, so that the order does not matter.
      row[longitude] = Math.max(row[longitude] ?? 0, chance);
    });
  }
  return values;
}

const isWhole = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
