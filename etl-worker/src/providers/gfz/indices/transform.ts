import { HOUR_MS } from '@orrery/contract';
import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type Collector, type RawText } from '../../../records/collector.ts';
import { gfzRevisions, observeGfz, observeGfzDay } from '../days.ts';
import { BadRecord, numberOf, type Row } from '../../../parsing/rows.ts';
import { utcDay } from '../../../parsing/time.ts';

/** Columns of `Kp_ap_Ap_SN_F107_*.txt`, a day a line. */
const DAILY = [
  'year',
  'month',
  'day',
  'days',
  'days_m',
  'bsr',
  'db',
  'kp1',
  'kp2',
  'kp3',
  'kp4',
  'kp5',
  'kp6',
  'kp7',
  'kp8',
  'ap1',
  'ap2',
  'ap3',
  'ap4',
  'ap5',
  'ap6',
  'ap7',
  'ap8',
  'ap',
  'sn',
  'f107obs',
  'f107adj',
  'd',
];
/** Columns of `Kp_ap*.txt`, an interval a line. */
const THREE_HOURLY = ['year', 'month', 'day', 'hh_h', 'hh_m', 'days', 'days_m', 'kp', 'ap', 'd'];

/**
 * GFZ's text files: comment lines begin with `#`, −1 is "not there". Both are told apart by the number of their
 * columns.
 */
export function transformGfzIndices(raw: RawText): Transformed {
  const lines = raw.body.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const known = lines.some(
    (line) => [DAILY.length, THREE_HOURLY.length].includes(wordsOf(line).length) && /^\s*\d{4} /.test(line),
  );
  if (!known) return unreadable('unknown shape of the indices of GFZ', raw);
  const collector = createCollector(raw, { source: 'gfz-indices', gapsFor: ['kp', 'ap'] });
  for (const line of lines) collector.attempt(line, () => observeLine(collector, line));
  return collector.finish();
}

const wordsOf = (line: string): string[] => line.trim().split(/\s+/);

function observeLine(collector: Collector, line: string): void {
  const words = wordsOf(line);
  const names = [DAILY, THREE_HOURLY].find(({ length }) => length === words.length);
  if (!names)
    throw new BadRecord(`a line of ${words.length} columns; ${DAILY.length} or ${THREE_HOURLY.length} are known`);
  const row: Row = Object.fromEntries(names.map((name, i) => [name, words[i]]));
  const dayMs = utcDay(Number(row['year']), Number(row['month']), Number(row['day']));
  if (dayMs === null) throw new BadRecord('year, month, day: no such day');
  if (names === DAILY) {
    observeGfzDay(collector, row, dayMs);
    return;
  }
  const hour = numberOf(row, 'hh_h');
  if (hour === null || hour < 0 || hour >= 24) throw new BadRecord(`hh.h: ${String(row['hh_h'])} is no hour`);
  const at = { timeMs: dayMs + Math.round(hour * HOUR_MS), revision: gfzRevisions(numberOf(row, 'd')).kp };
  observeGfz(collector, row, 'kp', { ...at, series: 'kp' });
  observeGfz(collector, row, 'ap', { ...at, series: 'ap' });
}
