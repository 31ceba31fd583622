import type { Transformed } from '../source.ts';
import type { RawText } from '../../records/collector.ts';
import { isRow, parseJson, type Row } from '../../parsing/rows.ts';

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
