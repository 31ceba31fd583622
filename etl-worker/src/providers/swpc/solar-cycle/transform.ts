import type { Revision } from '@orrery/contract';
import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type RawText } from '../../../records/collector.ts';
import type { SeriesId } from '../../../series/definitions.ts';
import { revisionByAge } from '../../../records/finality.ts';
import { asRow, BadRecord, numberOf, parseJson, rowsOf } from '../../../parsing/rows.ts';
import { parseMonth } from '../../../parsing/time.ts';

const SOURCE = 'swpc-solar-cycle';

/** Columns of `observed-solar-cycle-indices.json`; NOAA's own `swpc_ssn` is of another scale and left out. */
const OBSERVED: readonly (readonly [string, SeriesId])[] = [
  ['ssn', 'sunspotNumber'],
  ['smoothed_ssn', 'sunspotNumberSmoothed'],
  ['f10.7', 'f107Monthly'],
  ['smoothed_f10.7', 'f107Smoothed'],
];
/**
 * Columns of `predicted-solar-cycle.json`; what it predicts are the smoothed numbers. Its bounds are not symmetric and
 * not explained: left out.
 */
const PREDICTED: readonly (readonly [string, SeriesId])[] = [
  ['predicted_ssn', 'sunspotNumberSmoothed'],
  ['predicted_f10.7', 'f107Smoothed'],
];

/** Monthly indices of the solar cycle, observed since 1749 (−1: not observed, no record) and predicted. */
export function transformSolarCycle(raw: RawText): Transformed {
  const json = parseJson(raw.body);
  const observed = rowsOf(json, ['time-tag', 'ssn', 'f10.7']);
  const predicted = observed ?? rowsOf(json, ['time-tag', 'predicted_ssn', 'predicted_f10.7']);
  if (predicted === null) return unreadable('unknown shape of the solar cycle indices', raw);
  const collector = createCollector(raw, { source: SOURCE, keepNulls: false });
  for (const row of predicted) {
    collector.attempt(row, () => {
      const record = asRow(row);
      const timeMs = parseMonth(record['time-tag']);
      if (timeMs === null) throw new BadRecord('time-tag: no month such as 2024-05');
      const revision: Revision = observed ? revisionByAge(timeMs, raw.retrievedAtMs) : 'predicted';
      for (const [field, series] of observed ? OBSERVED : PREDICTED) {
        collector.attempt(row, () => {
          const value = numberOf(record, field);
          collector.observe({ series, timeMs, value: value === -1 ? null : value, revision }, row);
        });
      }
    });
  }
  return collector.finish();
}
