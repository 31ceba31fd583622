import { HOUR_MS, type Revision } from '@orrery/contract';
import type { Transformed } from '../source.ts';
import { createCollector, unreadable, type Collector, type RawText } from '../../records/collector.ts';
import type { SeriesId } from '../../series/definitions.ts';
import { gfzRevisions, observeGfz, observeGfzDay } from './days.ts';
import { asRow, BadRecord, isRow, numberOf, parseJson, rowsOf, type Row } from '../../parsing/rows.ts';
import { parseUtc, utcDay } from '../../parsing/time.ts';

/** Indices of the service and their series. */
const INDICES: Readonly<Record<string, SeriesId>> = { Kp: 'kp', ap: 'ap', Ap: 'apDaily', Hp30: 'hp30', ap30: 'ap30' };

/** `status` of the service: `def` is final, `nowcast` and `pre` are not. */
const revisionOf = (status: unknown): Revision => (status === 'def' ? 'definitive' : 'provisional');

/** JSON of GFZ in its three known shapes: columns of the service, days of the Kp table, rows of the Hp30 table. */
export function transformGfzJson(raw: RawText, source: string, what: string): Transformed {
  const json = parseJson(raw.body);
  const index = isRow(json) ? Object.keys(INDICES).find((name) => Array.isArray(json[name])) : undefined;
  const days = rowsOf(json, ['year', 'month', 'day', 'kp1', 'ap1', 'd']);
  const halfHours = rowsOf(json, ['year', 'month', 'day', 'hh_h', 'hp30', 'd']);
  const collector = createCollector(raw, {
    source,
    gapsFor: index || days || halfHours ? gapSeries(index, days !== null) : [],
  });
  if (isRow(json) && index !== undefined && Array.isArray(json['datetime'])) {
    observeColumns(collector, json, json['datetime'], index);
  } else if (days) {
    for (const row of days) collector.attempt(row, () => observeGfzDay(collector, asRow(row), dayOf(asRow(row))));
  } else if (halfHours) {
    for (const row of halfHours) collector.attempt(row, () => observeHalfHour(collector, asRow(row)));
  } else {
    return unreadable(`unknown shape of ${what}`, raw);
  }
  return collector.finish();
}

const gapSeries = (index: string | undefined, days: boolean): SeriesId[] => {
  const series = index === undefined ? undefined : INDICES[index];
  if (series !== undefined) return [series];
  return days ? ['kp', 'ap'] : ['hp30', 'ap30'];
};

function observeColumns(collector: Collector, json: Row, times: readonly unknown[], index: string): void {
  const series = INDICES[index];
  const values = json[index] as readonly unknown[];
  const statuses: unknown = json['status'];
  if (series === undefined || values.length !== times.length) {
    collector.reject(`${index}: ${values.length} values for ${times.length} times`, json);
    return;
  }
  times.forEach((time, i) => {
    const row = {
      datetime: time,
      [index]: values[i],
      status: Array.isArray(statuses) ? (statuses[i] as unknown) : statuses,
    };
    collector.attempt(row, () => {
      const timeMs = parseUtc(time);
      if (timeMs === null) throw new BadRecord(`datetime: ${JSON.stringify(time)} is not a UTC time`);
      observeGfz(collector, row, index, { series, timeMs, revision: revisionOf(row.status) });
    });
  });
}

function observeHalfHour(collector: Collector, row: Row): void {
  const hour = numberOf(row, 'hh_h');
  if (hour === null || hour < 0 || hour >= 24) throw new BadRecord(`hh_h: ${String(hour)} is no hour`);
  const timeMs = dayOf(row) + Math.round(hour * HOUR_MS);
  const { kp: revision } = gfzRevisions(numberOf(row, 'd'));
  observeGfz(collector, row, 'hp30', { series: 'hp30', timeMs, revision });
  observeGfz(collector, row, 'ap30', { series: 'ap30', timeMs, revision });
}

function dayOf(row: Row): number {
  const day = utcDay(Number(row['year']), Number(row['month']), Number(row['day']));
  if (day === null) throw new BadRecord('year, month, day: no such day');
  return day;
}
