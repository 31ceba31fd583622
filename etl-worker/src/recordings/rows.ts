import { DAY_MS } from '@orrery/contract';

/** Lists of rows as providers serve them: objects with a time, or a head and arrays. */
export type Row = Readonly<Record<string, unknown>> | readonly unknown[];

/** Names under which rows carry their time, the first that a row has counts. */
const TIMES = ['time_tag', 'issue_datetime', 'beginTime', 'startTime', 'eventTime', 'TimeStamp', 'time-tag'] as const;

export const isRow = (row: unknown): row is Row => typeof row === 'object' && row !== null;

export const isRowList = (value: unknown): value is readonly Row[] =>
  Array.isArray(value) && value.length > 0 && value.every(isRow);

/**
 * Epoch ms UTC of the forms providers write: with T or a blank, with Z or without; a month by its end, when it is
 * known; NaN where it is none.
 */
export function parseTime(text: unknown): number {
  if (typeof text !== 'string') return NaN;
  const iso = text.trim().replace(' ', 'T');
  if (/^\d{4}-\d\d$/.test(iso)) return endOfMonth(iso);
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
}

const endOfMonth = (month: string): number => Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1) - 1;

/** Time of a row, epoch ms; NaN where it has none. `head` names the columns of arrays. */
export function timeOf(row: Row, head: readonly unknown[] | null): number {
  if (Array.isArray(row)) return parseTime(row[Math.max(0, head?.indexOf('time_tag') ?? 0)]);
  const record = row as Readonly<Record<string, unknown>>;
  return parseTime(record[TIMES.find((name) => name in record) ?? '']);
}

/** The head of a table of arrays, or null for objects. */
export const headOf = (rows: readonly Row[]): readonly unknown[] | null => {
  const first = rows[0];
  return Array.isArray(first) && Number.isNaN(parseTime(first[0])) ? first : null;
};

/** A list with the time of each row, NaN where a row has none. */
export interface TimedRows {
  readonly rows: readonly Row[];
  readonly timesMs: readonly number[];
  readonly head: readonly unknown[] | null;
}

export function timedRows(rows: readonly Row[]): TimedRows {
  const head = headOf(rows);
  return { rows, head, timesMs: rows.map((row) => (row === head ? NaN : timeOf(row, head))) };
}

/** Rows with fromMs < time <= toMs, the head kept; rows without a time stay. */
export const cutRows = ({ rows, timesMs }: TimedRows, fromMs: number, toMs: number): readonly Row[] =>
  rows.filter((_, i) => {
    const timeMs = timesMs[i] ?? NaN;
    return Number.isNaN(timeMs) || (timeMs > fromMs && timeMs <= toMs);
  });

/** End of the day, of the first day of a month, or of a year, epoch ms UTC. */
export const endOfDate = (date: string): number =>
  (date.length === 4 ? Date.UTC(Number(date), 11, 31) : Date.parse(date.length === 7 ? `${date}-01` : date)) +
  DAY_MS -
  1;
