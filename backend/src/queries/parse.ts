import {
  GRAFANA_QUERY_KEYS,
  OrreryError,
  QUERY_TYPES,
  queryModel,
  type FieldError,
  type Notice,
  type QueryModel,
} from '@orrery/contract';
import { safeParse } from 'zod';
import type { z } from 'zod';
import type { PreparedQuery, RawQuery } from '../pool/task.ts';
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

const MISSING = 'is missing';
const sayMissing: z.core.$ZodErrorMap = ({ input }) => (input === undefined ? MISSING : undefined);

/** The value as the schema makes it; throws `invalidRequest` naming the path of each wrong field. */
export function parseRequest<S extends z.core.$ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = safeParse(schema, value, { error: sayMissing });
  if (parsed.success) return parsed.data;
  throw requestError(parsed.error.issues);
}

/** `from is missing; queries.0.refId: Too big …`, with the same field by field (`queries.0.bodies.1`). */
function requestError(issues: readonly z.core.$ZodIssue[]): OrreryError {
  const errors = issues.map(({ path, message }): FieldError => ({ path: path.map(String).join('.'), message }));
  const sentences = errors.map(({ path, message }) => {
    const field = path === '' ? 'The request' : path;
    return message === MISSING ? `${field} ${message}` : `${field}: ${message}`;
  });
  return new OrreryError('invalidRequest', sentences.join('; '), errors);
}

/** The model of a query type; throws `unknownName` with the nearest types, `invalidRequest` where none is named. */
export function modelOf(queryType: string): QueryModel {
  const model = queryModel(queryType);
  if (model) return model;
  if (queryType !== '') throw unknownName('queryType', 'query type', queryType, QUERY_TYPES);
  const message = `is missing: choose one of ${QUERY_TYPES.join(', ')}`;
  throw new OrreryError('invalidRequest', `queryType ${message}.`, [{ path: 'queryType', message }]);
}

/** A query checked and ready to be answered, with a notice of parameters nobody knows. Throws as `parseQuery`. */
export const prepareQuery = (raw: RawQuery): PreparedQuery => ({
  refId: raw.refId,
  queryType: raw.queryType,
  query: parseQuery(raw),
  notices: unknownParameterNotices(raw, raw.queryType),
});

/**
 * Checks one query against the schema of its type and fills the defaults.
 * Throws `unknownName` for a name nobody knows, `invalidRequest` with all wrong fields else.
 */
export function parseQuery(raw: { readonly queryType: string }): unknown {
  const { schema } = modelOf(raw.queryType);
  const parsed = safeParse(schema, raw, { error: sayMissing });
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map((issue) => unknownNameOf(issue, raw));
  const first = names[0];
  if (first && names.every((name) => name !== null)) throw first;
  throw requestError(parsed.error.issues);
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
  const known = new Set([...Object.keys(modelOf(queryType).schema.shape), ...GRAFANA_QUERY_KEYS]);
  const unknown = Object.keys(raw).filter((key) => !known.has(key));
  if (unknown.length === 0) return [];
  const text = `Ignored unknown parameter${unknown.length > 1 ? 's' : ''} ${unknown.join(', ')} of ${queryType}.`;
  return [{ severity: 'warning', text }];
}
