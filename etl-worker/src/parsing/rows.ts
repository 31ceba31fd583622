import { parseUtc } from './time.ts';

/** A record that cannot be used; the message is the reason that goes to quarantine. */
export class BadRecord extends Error {}

export type Row = Readonly<Record<string, unknown>>;

/** `-999.9`, `-9999`, `-99999` and their kin, and 1e31: what publishers write for "not measured". */
const isFill = (value: number): boolean => /^-9{3,5}(\.9+)?$/.test(String(value)) || Math.abs(value) >= 1e30;

const NUMERIC = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** A JSON body, or undefined where it is no JSON. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Rows of a JSON body (as `parseJson` read it) as objects, whatever the order of fields: an array of objects, an array
 * of arrays under a header row (SWPC until spring 2026), or one object. Null where the body is none of these or no row
 * has all of the `required` fields: an unknown shape.
 */
export function rowsOf(json: unknown, required: readonly string[]): readonly unknown[] | null {
  if (isRow(json)) return hasAll(json, required) ? [json] : null;
  if (!Array.isArray(json)) return null;
  const rows: readonly unknown[] = json;
  const header = rows.find((row) => Array.isArray(row) && required.every((name) => row.includes(name)));
  if (!Array.isArray(header)) return rows.length === 0 || rows.some((row) => hasAll(row, required)) ? rows : null;
  const names = header.map(String);
  return rows
    .filter((row) => row !== header)
    .map((row) => (Array.isArray(row) && row.length === names.length ? named(names, row) : row));
}

const hasAll = (row: unknown, names: readonly string[]): boolean => isRow(row) && names.every((name) => name in row);

const named = (names: readonly string[], values: readonly unknown[]): Row =>
  Object.fromEntries(names.map((name, i) => [name, values[i]]));

/** The row as an object. Throws BadRecord. */
export function asRow(row: unknown): Row {
  if (!isRow(row)) throw new BadRecord('a row that is no record');
  return row;
}

/** Time of a row, epoch ms UTC. Throws BadRecord. */
export function timeOf(row: Row, field: string): number {
  const ms = parseUtc(row[field]);
  if (ms === null) throw new BadRecord(`${field}: ${show(row[field])} is not a UTC time`);
  return ms;
}

/**
 * A number of a row, also where it is written as text; null and the publishers' missing-value codes are null. Throws
 * BadRecord.
 */
export function numberOf(row: Row, field: string): number | null {
  const value = row[field];
  if (value === null) return null;
  const number = typeof value === 'string' && NUMERIC.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number))
    throw new BadRecord(`${field}: ${show(value)} is no number`);
  return isFill(number) ? null : number;
}

/** A number that may be missing: null where the field is absent, null or empty. Throws BadRecord. */
export function optionalNumber(row: Row, field: string): number | null {
  const value = row[field];
  return value === undefined || value === '' ? null : numberOf(row, field);
}

/** A number that must be there. Throws BadRecord. */
export function requiredNumber(row: Row, field: string): number {
  const value = optionalNumber(row, field);
  if (value === null) throw new BadRecord(`${field}: a number is needed`);
  return value;
}

/** Text without the blanks around it; null where it is absent or empty. */
export function optionalText(row: Row, field: string): string | null {
  const value = row[field];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** Text that must be there. Throws BadRecord. */
export function requiredText(row: Row, field: string): string {
  const value = optionalText(row, field);
  if (value === null) throw new BadRecord(`${field}: a text is needed`);
  return value;
}

/** A flag, also as Perl and form encoders write it (`""`, `1`); null where the field is absent. Throws BadRecord. */
export function optionalFlag(row: Row, field: string): boolean | null {
  const value = row[field];
  if (value === undefined || value === null) return null;
  if (value === true || value === 1 || value === '1' || value === 'true') return true;
  if (value === false || value === 0 || value === '' || value === '0' || value === 'false') return false;
  throw new BadRecord(`${field}: ${JSON.stringify(value)} is neither true nor false`);
}

const show = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};
