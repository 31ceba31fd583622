import type { Notice } from '@orrery/contract';
import type { DocumentStore } from '@orrery/stores';
import type { Metrics } from '@orrery/telemetry';
import type { Config } from '../config.ts';
import { createDocumentElements } from './document-elements.ts';
import type { DocumentReader, PipelineReader, Readers } from './readers.ts';
import { createStateCatalog, sourceNotices } from './state-catalog.ts';

/** Sources of satellite elements are one a group: `celestrak-gp-stations`. */
const ELEMENTS_SOURCE = 'celestrak-gp';

interface ReadersOptions {
  readonly stores: Pick<Readers, 'series' | 'archive' | 'quarantine' | 'state'> & {
    readonly documents: Pick<DocumentStore, 'find' | 'count'>;
  };
  readonly pipeline: PipelineReader | null;
  readonly config: Pick<Config, 'celestrakGroups'>;
  /** Told of documents that cannot be read; left out, nobody is. */
  readonly unreadable?: DocumentReader['unreadable'];
  /** The clock of the pipeline; left out, the real one. */
  readonly now?: () => number;
}

/** Counts documents that cannot be read, by collection. */
export const countUnreadable =
  (metrics: Pick<Metrics, 'unreadable'>): DocumentReader['unreadable'] =>
  (collection, count) =>
    metrics.unreadable.inc({ collection }, count);

/** What queries read from, over the stores that the pipeline fills. */
export function createReaders({ stores, pipeline, config, unreadable, now = Date.now }: ReadersOptions): Readers {
  const { series, archive, quarantine, state } = stores;
  const documents: DocumentReader = {
    find: (collection, query) => stores.documents.find(collection, query),
    count: (collection) => stores.documents.count(collection),
    unreadable: (collection, count) => unreadable?.(collection, count),
  };
  const catalog = createStateCatalog(state);
  const notices = async (group: string): Promise<readonly Notice[]> => {
    const source = (await catalog.sources()).find(({ id }) => id === `${ELEMENTS_SOURCE}-${group}`);
    return source ? sourceNotices(state, source) : [];
  };
  const elements = createDocumentElements({ documents, groups: config.celestrakGroups, notices });
  return { elements, series, archive, documents, quarantine, state, catalog, pipeline, now };
}
