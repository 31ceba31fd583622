/** Lists of rows as providers serve them: objects with a time, or a head and arrays. */
export type Row = Readonly<Record<string, unknown>> | readonly unknown[];

/** Names under which rows carry their time, the first that a row has counts. */
const TIMES = ['time_tag', 'issue_datetime', 'beginTime', 'startTime', 'eventTime', 'TimeStamp'] as const;

export const isRow = (row: unknown): row is Row => typeof row === 'object' && row !== null;

export const isRowList = (value: unknown): value is readonly Row[] =>
  Array.isArray(value) && value.length > 0 && value.every(isRow);

/** Epoch ms UTC of the forms providers write: with T or a blank, with Z or without; NaN where it is none. */
export function parseTime(text: unknown): number {
  if (typeof text !== 'string') return NaN;
  const iso = text.trim().replace(' ', 'T');
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
}

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

/** Rows with fromMs < time <= toMs, the head kept; rows without a time stay. */
export function cutRows(rows: readonly Row[], fromMs: number, toMs: number): readonly Row[] {
  const head = headOf(rows);
  return rows.filter((row) => {
    if (row === head) return true;
    const timeMs = timeOf(row, head);
    return Number.isNaN(timeMs) || (timeMs > fromMs && timeMs <= toMs);
  });
}
