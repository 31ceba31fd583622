import type { Frame } from '@orrery/contract';
import { csvFormatRows } from 'd3-dsv';
import { table } from './output.ts';

export const FORMATS = ['json', 'table', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** Frames as texts for people (`table`) or spreadsheets (`csv`), one after the other with a blank line between. */
export function frameTexts(frames: readonly Frame[], format: 'table' | 'csv'): string {
  return frames.map((frame) => textOf(frame, format)).join('\n\n');
}

function textOf({ schema, data }: Frame, format: 'table' | 'csv'): string {
  const head = schema.fields.map(({ name, config }) => titleOf(name, config?.unit));
  const count = data.values[0]?.length ?? 0;
  const rows = Array.from({ length: count }, (_, row) =>
    schema.fields.map(({ type }, column) => cellOf(type, data.values[column]?.[row])),
  );
  if (format === 'csv') return csvFormatRows([head, ...rows]);
  return [...(schema.name === undefined ? [] : [schema.name]), table(head, rows)].join('\n');
}

/** Grafana writes units that it has no name for as `suffix: AU`. */
const titleOf = (name: string, unit: string | undefined): string =>
  unit === undefined ? name : `${name} (${unit.replace(/^suffix: ?/, '')})`;

function cellOf(type: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (type === 'time') return new Date(Number(value)).toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
