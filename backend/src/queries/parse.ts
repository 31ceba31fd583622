import {
  GRAFANA_QUERY_KEYS,
  OrreryError,
  QUERY_SCHEMAS,
  QUERY_TYPES,
  type FieldError,
  type Notice,
  type QueryType,
} from '@orrery/contract';
import type { z } from 'zod';
import { unknownName } from './nearest.ts';

/** Names and lists of names: a wrong one is an unknown name (404, nearest ones offered), not a malformed request. */
const NAMES: Readonly<Record<string, string>> = {
  bodies: 'body',
  quantities: 'quantity',
  kinds: 'event kind',
  fields: 'field',
  target: 'forecast target',
  baseline: 'baseline',
};

const messageOf = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'invalid_union') return 'Expected a string or an object of the documented shape';
  return issue.message;
};

/** zod's issues as field errors, paths in the form `queries.0.bodies.1`. */
export function fieldErrors(error: z.ZodError, prefix: readonly PropertyKey[] = []): FieldError[] {
  return error.issues.map((issue) => ({
    path: [...prefix, ...issue.path].map(String).join('.'),
    message: messageOf(issue),
  }));
}

export function isQueryType(name: string): name is QueryType {
  return (QUERY_TYPES as readonly string[]).includes(name);
}

/** The schema of a query type; throws `unknownName` with the nearest types. */
export function schemaOf(queryType: string): (typeof QUERY_SCHEMAS)[QueryType] {
  if (!isQueryType(queryType)) throw unknownName('queryType', 'query type', queryType, QUERY_TYPES);
  return QUERY_SCHEMAS[queryType];
}

/**
 * Checks one query against the schema of its type and fills the defaults.
 * Throws `unknownName` for a name nobody knows, `invalidRequest` with all wrong fields else.
 */
export function parseQuery(raw: { readonly queryType: string }): unknown {
  const schema = schemaOf(raw.queryType);
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map((issue) => unknownNameOf(issue, raw));
  const first = names[0];
  if (first && names.every((name) => name !== null)) throw first;
  const errors = fieldErrors(parsed.error);
  throw new OrreryError('invalidRequest', errors.map((e) => `${e.path}: ${e.message}`).join('; '), errors);
}

function unknownNameOf(issue: z.core.$ZodIssue, raw: Readonly<Record<string, unknown>>): OrreryError | null {
  const [field, index] = issue.path;
  if (issue.code !== 'invalid_value' || typeof field !== 'string') return null;
  const what = NAMES[field];
  const value = raw[field];
  const wanted: unknown = typeof index === 'number' && Array.isArray(value) ? value[index] : value;
  if (what === undefined || typeof wanted !== 'string') return null;
  return unknownName(issue.path.map(String).join('.'), what, wanted, issue.values.map(String));
}

/** A warning for parameters the query type does not know: a misspelt one must not pass in silence. */
export function unknownParameterNotices(raw: Readonly<Record<string, unknown>>, queryType: string): Notice[] {
  const known = new Set([...Object.keys(schemaOf(queryType).shape), ...GRAFANA_QUERY_KEYS]);
  const unknown = Object.keys(raw).filter((key) => !known.has(key));
  if (unknown.length === 0) return [];
  const text = `Ignored unknown parameter${unknown.length > 1 ? 's' : ''} ${unknown.join(', ')} of ${queryType}.`;
  return [{ severity: 'warning', text }];
}
