import * as z from 'zod/mini';
import { refIdSchema, samplingShape } from './define.ts';
import { instantSchema } from './instant.ts';

/** Keys that Grafana adds to a query and that mean nothing to the service. */
export const GRAFANA_QUERY_KEYS: readonly string[] = [
  'datasource',
  'datasourceId',
  'hide',
  'key',
  'timeRange',
  'metadata',
  'queryCachingTTL',
];

/**
 * The envelope of `POST /api/v1/query`. Queries are checked one by one, so that a wrong one (also one without a type)
 * fails alone.
 */
export const queryRequestSchema = z
  .object({
    from: instantSchema,
    to: instantSchema,
    ...samplingShape,
    queries: z.array(z.looseObject({ refId: refIdSchema, queryType: z.string() })).check(z.minLength(1)),
  })
  .check(({ value: { from, to, queries }, issues }) => {
    if (to < from) issues.push({ code: 'custom', path: ['to'], message: '`to` lies before `from`', input: to });
    const seen = new Set<string>();
    queries.forEach(({ refId }, i) => {
      const message = `refId "${refId}" is used twice`;
      if (seen.has(refId)) issues.push({ code: 'custom', path: ['queries', i, 'refId'], message, input: refId });
      seen.add(refId);
    });
  });
export type QueryRequest = z.output<typeof queryRequestSchema>;
