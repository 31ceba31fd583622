import { DAY_MS, HOUR_MS } from '@orrery/contract';
import type { Transformed } from '../providers/source.ts';
import { createCollector, unreadable, type Collector, type RawText } from '../records/collector.ts';
import type { SeriesId } from '../series/definitions.ts';
import { BadRecord } from '../parsing/rows.ts';
import { utcDay } from '../parsing/time.ts';

const WORDS = 55;

/**
 * Words of a line (from 0) and their fill, https://omniweb.gsfc.nasa.gov/html/ow_data.html. Kp (38) and F10.7 (50) come
 * from better files.
 */
const COLUMNS: readonly { readonly word: number; readonly fill: number; readonly series: SeriesId }[] = [
  { word: 8, fill: 999.9, series: 'bt' },
  { word: 12, fill: 999.9, series: 'bx' },
  { word: 15, fill: 999.9, series: 'by' },
  { word: 16, fill: 999.9, series: 'bz' },
  { word: 22, fill: 9_999_999, series: 'solarWindTemperature' },
  { word: 23, fill: 999.9, series: 'solarWindDensity' },
  { word: 24, fill: 9999, series: 'solarWindSpeed' },
  { word: 28, fill: 99.99, series: 'flowPressure' },
  { word: 40, fill: 99_999, series: 'dst' },
  { word: 41, fill: 9999, series: 'ae' },
];
export const OMNI2_SERIES: readonly SeriesId[] = COLUMNS.map(({ series }) => series);

/**
 * OMNI2 hourly data of NASA SPDF (`omni2_YYYY.dat`, 55 words a line): means over the hour that begins at the time, at
 * the nose of the bow shock, so live values of L1 come earlier by distance / speed. Bx is GSE (its axis is that of
 * GSM), By and Bz are GSM. Fill values make no record; the stretches are marked as gaps by hours. Masked words (39) are
 * not read.
 */
export function parseOmni2(raw: RawText): Transformed {
  const lines = raw.body.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (!lines.some((line) => wordsOf(line).length === WORDS))
    return unreadable('unknown shape of OMNI2 hourly data', raw);
  const collector = createCollector(raw, { source: 'omni2', keepNulls: false });
  const missing: MissingHours = new Map(OMNI2_SERIES.map((series) => [series, []]));
  for (const line of lines) collector.attempt(line, () => observeHour(collector, line, missing));
  return { ...collector.finish(), gaps: gapsByHour(missing) };
}

/** Start of each hour without a value, by series. */
type MissingHours = ReadonlyMap<SeriesId, number[]>;

const wordsOf = (line: string): string[] => line.trim().split(/\s+/);

function observeHour(collector: Collector, line: string, missing: MissingHours): void {
  const words = wordsOf(line);
  if (words.length !== WORDS) throw new BadRecord(`a line of ${words.length} words; OMNI2 has ${WORDS}`);
  const [year, dayOfYear, hour] = words.slice(0, 3).map(Number) as [number, number, number];
  const newYear = utcDay(year, 1, 1);
  const isHour =
    Number.isInteger(dayOfYear) &&
    dayOfYear >= 1 &&
    dayOfYear <= 366 &&
    Number.isInteger(hour) &&
    hour >= 0 &&
    hour <= 23;
  if (newYear === null || !isHour) throw new BadRecord('year, day of year, hour: no such hour');
  const timeMs = newYear + (dayOfYear - 1) * DAY_MS + hour * HOUR_MS;
  if (new Date(timeMs).getUTCFullYear() !== year) throw new BadRecord(`day ${dayOfYear} is not in ${year}`);
  for (const { word, fill, series } of COLUMNS) {
    collector.attempt(line, () => {
      const value = Number(words[word]);
      if (!Number.isFinite(value)) throw new BadRecord(`word ${word} (${series}): "${words[word]}" is no number`);
      const isMissing = value === fill;
      if (isMissing) missing.get(series)?.push(timeMs);
      collector.observe({ series, timeMs, value: isMissing ? null : value, revision: 'definitive' }, line);
    });
  }
}

/** Runs of missing hours, from the first to the last of each. */
function gapsByHour(missing: MissingHours): Transformed['gaps'] {
  return [...missing].flatMap(([series, times]) => {
    const gaps: { series: string; fromMs: number; toMs: number }[] = [];
    for (const timeMs of [...times].sort((a, b) => a - b)) {
      const last = gaps.at(-1);
      if (last && timeMs - last.toMs <= HOUR_MS) last.toMs = timeMs;
      else gaps.push({ series, fromMs: timeMs, toMs: timeMs });
    }
    return gaps;
  });
}
