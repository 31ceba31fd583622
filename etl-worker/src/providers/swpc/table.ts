import type { Revision } from '@orrery/contract';
import type { Transformed } from '../source.ts';
import { createCollector, unreadable, type CollectorOptions, type RawText } from '../../records/collector.ts';
import { asRow, BadRecord, numberOf, parseJson, rowsOf, timeOf, type Row } from '../../parsing/rows.ts';
import type { SeriesId } from '../../series/definitions.ts';

/** A table of times and numbers, each column a series. */
export interface TableSpec extends CollectorOptions {
  /** What the table is called in a reason. */
  readonly what: string;
  /** Shapes that are known: the names of their columns. The first that fits is taken. */
  readonly shapes: readonly { readonly time: string; readonly columns: Partial<Readonly<Record<SeriesId, string>>> }[];
  readonly revision: Revision;
  /** Which rows count, and how much: false skips the row; a number is its rank. Throws BadRecord. Default: all. */
  readonly select?: (row: Row) => number | false;
  /** Moves the time of a row to that of its series. */
  readonly at?: (timeMs: number) => number;
}

/**
 * Observations of a table of SWPC in any shape that `rowsOf` knows. A bad value is a reject, the row's other values
 * load.
 */
export function transformTable(raw: RawText, spec: TableSpec): Transformed {
  const json = parseJson(raw.body);
  for (const { time, columns } of spec.shapes) {
    const fields = Object.entries(columns) as [SeriesId, string][];
    const rows = rowsOf(json, [time, ...fields.map(([, field]) => field)]);
    if (rows === null) continue;
    const gapsFor = spec.gapsFor?.filter((series) => series in columns) ?? [];
    const collector = createCollector(raw, { ...spec, gapsFor });
    for (const row of rows) {
      collector.attempt(row, () => {
        const record = asRow(row);
        const rank = spec.select?.(record) ?? 0;
        if (rank === false) return;
        const timeMs = (spec.at ?? same)(timeOf(record, time));
        for (const [series, field] of fields) {
          collector.attempt(row, () =>
            collector.observe({ series, timeMs, value: numberOf(record, field), revision: spec.revision, rank }, row),
          );
        }
      });
    }
    return collector.finish();
  }
  return unreadable(`unknown shape of ${spec.what}`, raw);
}

const same = (timeMs: number): number => timeMs;

/** A field that must be one of the keys. Throws BadRecord. */
export function keyOfField<K extends string>(row: Row, field: string, known: Readonly<Record<K, unknown>>): K {
  const value = row[field];
  if (typeof value === 'string' && Object.hasOwn(known, value)) return value as K;
  throw new BadRecord(`${field}: ${JSON.stringify(value) ?? 'nothing'} is none of ${Object.keys(known).join(', ')}`);
}
