import type { Revision } from '@orrery/contract';
import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type Collector, type RawText } from '../../../records/collector.ts';
import type { SeriesId } from '../../../series/definitions.ts';
import { revisionByAge } from '../../../records/finality.ts';
import { kpInThirds } from '../../../parsing/kp.ts';
import { BadRecord, numberOf, type Row } from '../../../parsing/rows.ts';
import { parseDay } from '../../../parsing/time.ts';

const INTERVAL_MS = 3 * 3_600_000;
const REQUIRED = ['DATE', 'KP1', 'AP1', 'AP_AVG', 'F10.7_OBS', 'F10.7_DATA_TYPE'];
/** `F10.7_DATA_TYPE`: observed, interpolated, predicted by day, predicted by month. */
const TYPES = ['OBS', 'INT', 'PRD', 'PRM'];

/**
 * CelesTrak's space weather file (`SW-All.csv`, `SW-Last5Years.csv`), a day a row. Kp stands there times ten and
 * rounded (3 is 0+, 7 is 1−). Observed days are provisional for half a year and definitive then; an interpolated F10.7
 * stays provisional. Of predicted days ap, Ap and F10.7 are taken, not Kp: its forecast is NOAA's. Of months only
 * F10.7, as `f107Monthly`. Blank cells make no record.
 */
export function transformSpaceWeatherFile(raw: RawText): Transformed {
  const lines = raw.body.split(/\r?\n/).filter((line) => line.trim() !== '');
  const header = lines.find((line) => line.startsWith('DATE,'));
  const names = header?.split(',').map((name) => name.trim()) ?? [];
  if (!REQUIRED.every((name) => names.includes(name)))
    return unreadable('unknown shape of the space weather file', raw);
  const collector = createCollector(raw, { source: 'celestrak-space-weather', gapsFor: ['f107'] });
  for (const line of lines) {
    if (line !== header) collector.attempt(line, () => observeDay(collector, line, names, raw.retrievedAtMs));
  }
  return collector.finish();
}

function observeDay(collector: Collector, line: string, names: readonly string[], retrievedAtMs: number): void {
  const cells = line.split(',');
  if (cells.length !== names.length) throw new BadRecord(`a row of ${cells.length} cells under ${names.length} names`);
  const row: Row = Object.fromEntries(names.map((name, i) => [name, cells[i]?.trim()]));
  const dayMs = parseDay(row['DATE']);
  const type = String(row['F10.7_DATA_TYPE']);
  if (dayMs === null) throw new BadRecord('DATE: no day such as 2024-05-10');
  if (!TYPES.includes(type)) throw new BadRecord(`F10.7_DATA_TYPE: "${type}" is none of ${TYPES.join(', ')}`);
  const read = (field: string, series: SeriesId, timeMs: number, revision: Revision): void =>
    collector.attempt(line, () => {
      const text = row[field];
      if (text === undefined || text === '') return;
      const value = numberOf(row, field);
      collector.observe(
        { series, timeMs, value: series === 'kp' && value !== null ? kpOf(value) : value, revision },
        line,
      );
    });

  if (type === 'PRM') {
    read('F10.7_OBS', 'f107Monthly', dayMs, 'predicted');
    return;
  }
  const predicted = type === 'PRD';
  const revision: Revision = predicted ? 'predicted' : revisionByAge(dayMs, retrievedAtMs);
  const fluxRevision: Revision = type === 'INT' ? 'provisional' : revision;
  for (let i = 0; i < 8; i++) {
    const timeMs = dayMs + i * INTERVAL_MS;
    if (!predicted) read(`KP${i + 1}`, 'kp', timeMs, revision);
    read(`AP${i + 1}`, 'ap', timeMs, revision);
  }
  read('AP_AVG', 'apDaily', dayMs, revision);
  if (!predicted) read('ISN', 'sunspotNumberDaily', dayMs, revision);
  read('F10.7_OBS', 'f107', dayMs, fluxRevision);
  read('F10.7_ADJ', 'f107Adjusted', dayMs, fluxRevision);
}

/** Tenths as the file has them are whole numbers near a third: 0, 3, 7, 10 … 90. */
function kpOf(tenths: number): number {
  const kp = kpInThirds(tenths / 10);
  if (!Number.isInteger(kp * 3)) {
    throw new BadRecord(`Kp of ${tenths} is no third times ten`);
  }
  return kp;
}
