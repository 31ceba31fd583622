import { MINUTE_MS } from '@orrery/contract';
import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type Collector, type RawText } from '../../../records/collector.ts';
import type { SeriesId } from '../../../series/definitions.ts';
import { BadRecord, isRow, numberOf, parseJson } from '../../../parsing/rows.ts';
import { parseDay, parseUtc } from '../../../parsing/time.ts';
import { scalesEntrySchema, type ScalesEntry } from './schema.ts';

const SOURCE = 'swpc-scales';
const FORECAST_DAYS = ['1', '2', '3'];

/**
 * NOAA scales of `products/noaa-scales.json`: R, S and G as they stand (key `0`, nowcast at its minute) and by day
 * ahead (keys `1` to `3`, predicted at the start of the day: G, and the chances of R1–R2, R3 and S1 or more). The day
 * before (`-1`) is left out: it repeats.
 */
export function transformScales(raw: RawText): Transformed {
  const json = parseJson(raw.body);
  if (!isRow(json) || !('0' in json)) return unreadable('unknown shape of the NOAA scales', raw);
  const collector = createCollector(raw, { source: SOURCE });
  for (const key of ['0', ...FORECAST_DAYS]) {
    const entry = json[key];
    if (entry === undefined) continue;
    collector.attempt({ [key]: entry }, () => {
      const parsed = scalesEntrySchema.safeParse(entry);
      if (!parsed.success) {
        throw new BadRecord(parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '));
      }
      if (key === '0') observeNow(collector, parsed.data);
      else observeDay(collector, parsed.data);
    });
  }
  return collector.finish();
}

function observeNow(collector: Collector, entry: ScalesEntry): void {
  const stampMs = parseUtc(`${entry.DateStamp} ${entry.TimeStamp}`);
  if (stampMs === null) throw new BadRecord(`DateStamp: ${entry.DateStamp} ${entry.TimeStamp} is not a UTC time`);
  const timeMs = Math.floor(stampMs / MINUTE_MS) * MINUTE_MS;
  for (const [series, scale] of Object.entries({ noaaScaleR: entry.R, noaaScaleS: entry.S, noaaScaleG: entry.G })) {
    collector.attempt(entry, () =>
      collector.observe(
        { series: series as SeriesId, timeMs, value: numberOf(scale, 'Scale'), revision: 'nowcast' },
        entry,
      ),
    );
  }
}

function observeDay(collector: Collector, entry: ScalesEntry): void {
  const timeMs = parseDay(entry.DateStamp);
  if (timeMs === null) throw new BadRecord(`DateStamp: ${entry.DateStamp} is no day`);
  const read: [SeriesId, Readonly<Record<string, unknown>>, string][] = [
    ['noaaScaleG', entry.G, 'Scale'],
    ['r1r2Probability', entry.R, 'MinorProb'],
    ['r3Probability', entry.R, 'MajorProb'],
    ['s1Probability', entry.S, 'Prob'],
  ];
  for (const [series, row, field] of read) {
    collector.attempt(entry, () => {
      const value = numberOf(row, field);
      if (value !== null) collector.observe({ series, timeMs, value, revision: 'predicted' }, entry);
    });
  }
}
