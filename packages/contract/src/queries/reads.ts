import type { DraftQuery } from './define.ts';
import { queryModel } from './index.ts';

/** Names of the series and collections that a query reads; empty for what needs no source, and for unknown types. */
export const readsOf = (query: DraftQuery): readonly string[] => {
  const { queryType } = query;
  return (typeof queryType === 'string' && queryModel(queryType)?.reads?.(query)) || [];
};
