import {
  makeFrame,
  type Column,
  type Frame,
  type Notice,
  type PipelineQuery,
  type SourceEntry,
} from '@orrery/contract';
import type { Readers, SourceCatalog } from '../../data/readers.ts';
import type { QueryContext } from '../handler.ts';
import { unknownName } from '../nearest.ts';
import type { RowLimit } from '../tables.ts';

/** What a view gets. */
export interface ViewRequest extends RowLimit {
  readonly readers: Pick<Readers, 'documents' | 'quarantine' | 'state' | 'catalog' | 'pipeline' | 'now'>;
  readonly query: PipelineQuery;
  readonly context: QueryContext;
}

/** A table of a view, with what must be said about it. */
export function viewTable(
  refId: string,
  name: string,
  columns: readonly Column[],
  notices: readonly Notice[] = [],
): Frame {
  return makeFrame(refId, name, columns, {
    preferredVisualisationType: 'table',
    ...(notices.length > 0 ? { notices } : {}),
    custom: { source: 'Orrery' },
  });
}

export const NO_PIPELINE: Notice = {
  severity: 'info',
  text: 'No source is registered here yet: the pipeline has not run on this store.',
};

/** The sources asked for, all where none is named; throws `unknownName` with the nearest ids. */
export async function wantedSources(catalog: SourceCatalog, id: string | undefined): Promise<readonly SourceEntry[]> {
  const sources = await catalog.sources();
  if (id === undefined) return sources;
  const found = sources.filter((source) => source.id === id);
  if (found.length > 0) return found;
  throw unknownName(
    'source',
    'source',
    id,
    sources.map((source) => source.id),
  );
}
