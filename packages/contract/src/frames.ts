/** Grafana's data-frame JSON, the only answer format. See the data plane contract of Grafana. */

export type FieldType = 'time' | 'number' | 'string' | 'boolean';

export interface FieldConfig {
  readonly unit?: string;
  readonly displayName?: string;
  readonly displayNameFromDS?: string;
  readonly description?: string;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  readonly interval?: number;
}

export interface FieldSchema {
  readonly name: string;
  readonly type: FieldType;
  readonly typeInfo: { readonly frame: string; readonly nullable: boolean };
  readonly labels?: Readonly<Record<string, string>>;
  readonly config: FieldConfig;
}

export interface Notice {
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
}

export interface FrameMeta {
  readonly type?: string;
  readonly typeVersion?: readonly [number, number];
  readonly preferredVisualisationType?: 'graph' | 'table';
  readonly notices?: readonly Notice[];
  /** Where the numbers come from: source, retrievedAt, model … */
  readonly custom?: Readonly<Record<string, unknown>>;
}

/** Positions of values JSON has no word for; the value itself is null in `values`. */
export interface FieldEntities {
  readonly NaN?: readonly number[];
  readonly Inf?: readonly number[];
  readonly NegInf?: readonly number[];
}

export type Cell = number | string | boolean | null;

export interface Frame {
  readonly schema: {
    readonly refId: string;
    readonly name: string;
    readonly meta: FrameMeta;
    readonly fields: readonly FieldSchema[];
  };
  readonly data: {
    readonly values: readonly (readonly Cell[])[];
    readonly entities?: readonly (FieldEntities | null)[];
  };
}

export interface Column {
  readonly schema: FieldSchema;
  readonly values: readonly Cell[];
  readonly entities: FieldEntities | null;
}

interface ColumnOptions {
  readonly labels?: Readonly<Record<string, string>>;
  readonly config?: FieldConfig;
}

const column = (name: string, type: FieldType, goType: string, values: readonly Cell[], o: ColumnOptions): Column => ({
  schema: {
    name,
    type,
    typeInfo: { frame: goType, nullable: true },
    ...(o.labels ? { labels: o.labels } : {}),
    config: o.config ?? {},
  },
  values,
  entities: null,
});

/** A time column; values are epoch milliseconds UTC, rounded to whole milliseconds, null where there is none. */
export function timeColumn(name: string, valuesMs: Iterable<number | null>, options: ColumnOptions = {}): Column {
  const values = Array.from(valuesMs, (v) => (v === null ? null : Math.round(v)));
  return column(name, 'time', 'time.Time', values, options);
}

/**
 * A number column (float64). In a typed array NaN is a missing value and is sent as null; in a plain array
 * null is missing, and NaN and ±Infinity are kept as Grafana's `entities`.
 */
export function numberColumn(
  name: string,
  numbers: Float64Array | readonly (number | null)[],
  options: ColumnOptions = {},
): Column {
  if (numbers instanceof Float64Array) {
    const values: Cell[] = new Array(numbers.length);
    for (let i = 0; i < numbers.length; i++) {
      const v = numbers[i]!;
      values[i] = v === v ? v : null;
    }
    return column(name, 'number', 'float64', values, options);
  }
  const found: Record<'NaN' | 'Inf' | 'NegInf', number[]> = { NaN: [], Inf: [], NegInf: [] };
  const values = numbers.map((v, i) => {
    if (v === null || Number.isFinite(v)) return v;
    found[Number.isNaN(v) ? 'NaN' : v > 0 ? 'Inf' : 'NegInf'].push(i);
    return null;
  });
  const kept = Object.entries(found).filter(([, at]) => at.length > 0);
  const plain = column(name, 'number', 'float64', values, options);
  return kept.length > 0 ? { ...plain, entities: Object.fromEntries(kept) } : plain;
}

/** An integer column (int64), for identifiers and counts. */
export function integerColumn(name: string, values: readonly (number | null)[], options: ColumnOptions = {}): Column {
  return column(name, 'number', 'int64', values, options);
}

export function stringColumn(name: string, values: readonly (string | null)[], options: ColumnOptions = {}): Column {
  return column(name, 'string', 'string', values, options);
}

export function booleanColumn(name: string, values: readonly (boolean | null)[], options: ColumnOptions = {}): Column {
  return column(name, 'boolean', 'bool', values, options);
}

/** A frame from columns of equal length; throws RangeError where the lengths differ. */
export function makeFrame(refId: string, name: string, columns: readonly Column[], meta: FrameMeta = {}): Frame {
  const lengths = new Set(columns.map((c) => c.values.length));
  if (lengths.size > 1) throw new RangeError(`Frame ${name}: columns of different lengths ${[...lengths].join(', ')}`);
  const hasEntities = columns.some((c) => c.entities !== null);
  return {
    schema: { refId, name, meta, fields: columns.map((c) => c.schema) },
    data: {
      values: columns.map((c) => c.values),
      ...(hasEntities ? { entities: columns.map((c) => c.entities) } : {}),
    },
  };
}

/** The frame with the query type it answers in `meta.custom.queryType`, by which readers know what it holds. */
export function withQueryType(frame: Frame, queryType: string): Frame {
  const meta = { ...frame.schema.meta, custom: { queryType, ...frame.schema.meta.custom } };
  return { ...frame, schema: { ...frame.schema, meta } };
}

/** The frame with further notices behind those it has. */
export function withNotices(frame: Frame, notices: readonly Notice[]): Frame {
  if (notices.length === 0) return frame;
  const meta = { ...frame.schema.meta, notices: [...(frame.schema.meta.notices ?? []), ...notices] };
  return { ...frame, schema: { ...frame.schema, meta } };
}
