import { DAY_MS, type Revision } from '@orrery/contract';
import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type Collector, type RawText } from '../../../records/collector.ts';
import type { SeriesId } from '../../../series/definitions.ts';
import { BadRecord } from '../../../parsing/rows.ts';

/** Modified Julian date of 1970-01-01. */
const MJD_OF_EPOCH = 40_587;

/**
 * Columns (from 0, end exclusive) of finals2000A, `readme.finals2000A` of IERS: Bulletin A with its flag, and Bulletin
 * B.
 */
const COLUMNS: readonly { readonly series: SeriesId; readonly flag: number; readonly a: Span; readonly b: Span }[] = [
  { series: 'polarMotionX', flag: 16, a: [18, 27], b: [134, 144] },
  { series: 'polarMotionY', flag: 16, a: [37, 46], b: [144, 154] },
  { series: 'ut1MinusUtc', flag: 57, a: [58, 68], b: [154, 165] },
];
type Span = readonly [number, number];

/** Bulletin A's flag: I is measured (provisional until Bulletin B), P is predicted. */
const FLAGS: Readonly<Record<string, Revision>> = { I: 'provisional', P: 'predicted' };

/**
 * Earth orientation, finals2000A (all, data or daily): UT1−UTC in seconds, polar motion in arcseconds, by day at 0 h
 * UTC.
 */
export function transformOrientation(raw: RawText): Transformed {
  const lines = raw.body.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (!lines.some((line) => mjdOf(line) !== null)) return unreadable('unknown shape of the Earth orientation', raw);
  const collector = createCollector(raw, { source: 'iers-orientation', gapsFor: ['ut1MinusUtc'] });
  for (const line of lines) collector.attempt(line, () => observeLine(collector, line));
  return collector.finish();
}

function mjdOf(line: string): number | null {
  const text = line.slice(7, 15).trim();
  return /^\d{5}\.\d+$/.test(text) && /^[\d ]{6} $/.test(line.slice(0, 7)) ? Number(text) : null;
}

function observeLine(collector: Collector, line: string): void {
  const mjd = mjdOf(line);
  if (mjd === null) throw new BadRecord('a line without a modified Julian date in columns 8–15');
  const timeMs = Math.round((mjd - MJD_OF_EPOCH) * DAY_MS);
  for (const { series, flag, a, b } of COLUMNS) {
    collector.attempt(line, () => {
      const measured = numberAt(line, a);
      if (measured !== null) {
        const revision = FLAGS[line.charAt(flag)];
        if (revision === undefined) throw new BadRecord(`${series}: flag "${line.charAt(flag)}" is neither I nor P`);
        collector.observe({ series, timeMs, value: measured, revision }, line);
      }
      const final = numberAt(line, b);
      if (final !== null) collector.observe({ series, timeMs, value: final, revision: 'definitive' }, line);
    });
  }
}

/** Blank columns are days that are not predicted (yet): no record. */
function numberAt(line: string, [from, to]: Span): number | null {
  const text = line.slice(from, to).trim();
  if (text === '') return null;
  if (!/^[+-]?\d*\.\d+$/.test(text)) throw new BadRecord(`columns ${from + 1}–${to}: "${text}" is no number`);
  return Number(text);
}
