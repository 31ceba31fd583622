import type { SourceInfo, Transformed } from '../source.ts';
import type { RawText } from '../../records/collector.ts';
import { BadRecord, isRow, numberOf, parseJson, type Row } from '../../parsing/rows.ts';

export const JPL: Pick<SourceInfo, 'publisher' | 'terms' | 'politeness'> = {
  publisher: 'NASA/JPL-Caltech, Solar System Dynamics and Center for Near-Earth Object Studies',
  terms: 'Free with acknowledgement of NASA/JPL-Caltech (U.S. Government funded).',
  politeness: 'One request at a time, as JPL asks; retries with growing pauses, Retry-After is kept.',
};

/**
 * The answer of one of JPL's services, or the reason why it is not: JPL asks its users to check name and version
 * (ssd-api.jpl.nasa.gov). A new minor version may add fields, a new major one may change their meaning.
 * @param signature what `signature.source` must hold
 */
export function readJpl({ body }: RawText, signature: string, major: string): Row | string {
  const json = parseJson(body);
  if (json === undefined) return 'the body is no JSON, it may be cut short';
  if (!isRow(json)) return `unknown shape: an answer of ${signature} is an object`;
  const said = isRow(json['signature']) ? json['signature'] : {};
  const version = String(said['version'] ?? 'no version');
  if (!String(said['source'] ?? '').includes(signature)) return `unknown shape: it is not signed "${signature}"`;
  if (version.split('.')[0] !== major) return `unknown version ${version} of ${signature}, ${major}.x is known`;
  return json;
}

/** Records the answer claims to have (a number or text); null where it does not say. */
export function claimOf(json: Row, field = 'count'): number | null {
  const text = String(json[field] ?? '');
  return /^\d+$/.test(text) ? Number(text) : null;
}

/**
 * Rows of an answer with `fields` and `data`, by name; or the reason why it is unreadable. Without records JPL leaves
 * both out.
 */
export function jplRows(json: Row, required: readonly string[]): readonly unknown[] | string {
  const { fields, data } = json;
  if (claimOf(json) === 0 && data === undefined) return [];
  if (!Array.isArray(fields) || !Array.isArray(data)) return 'unknown shape: fields and data are missing';
  const names: readonly unknown[] = fields;
  const lacking = required.filter((name) => !names.includes(name));
  if (lacking.length > 0) return `unknown shape: there is no field ${lacking.join(', ')}`;
  return (data as readonly unknown[]).map((row) =>
    Array.isArray(row) && row.length === names.length
      ? Object.fromEntries(names.map((name, i) => [String(name), row[i] as unknown]))
      : row,
  );
}

/** A result with its completeness: whole only where it has at least as many rows as it claims, and none was bad. */
export const counted = (result: Transformed, rows: number, claimed: number | null): Transformed => ({
  ...result,
  claimed,
  complete: result.complete && (claimed === null || rows >= claimed),
});

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
