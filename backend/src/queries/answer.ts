import { withNotices, withQueryType, type Frame } from '@orrery/contract';
import type { PreparedQuery } from '../pool/task.ts';
import type { QueryContext } from './handler.ts';
import type { Registry } from './registry.ts';

/** The frames of a query that has been checked, each with its query type in `meta.custom`; throws OrreryError. */
export async function framesOf(registry: Registry, prepared: PreparedQuery, context: QueryContext): Promise<Frame[]> {
  const { queryType, query, notices } = prepared;
  const frames = (await registry.get(queryType)?.answer(query, context)) ?? [];
  return frames.map((frame, i) => withQueryType(i === 0 ? withNotices(frame, notices) : frame, queryType));
}
