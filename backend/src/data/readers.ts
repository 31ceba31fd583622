import type { CollectionName, Notice, SeriesEntry, SourceEntry } from '@orrery/contract';
import type { Queue, Stream } from '@orrery/pipeline';
import type { ArchiveStore, DocumentStore, QuarantineStore, SeriesStore, StateStore } from '@orrery/stores';
import type { ElementsStore } from './elements.ts';

/** The reading sides of the stores: queries change nothing. */
export type SeriesReader = Pick<SeriesStore, 'read' | 'readBuckets' | 'newest'>;
export type ArchiveReader = Pick<ArchiveStore, 'summaries'>;
export interface DocumentReader extends Pick<DocumentStore, 'find' | 'count'> {
  /** Told of documents whose body is not what their collection holds: an older release may have written them. */
  readonly unreadable: (collection: CollectionName, count: number) => void;
}
export type QuarantineReader = Pick<QuarantineStore, 'list'>;
export type StateReader = Pick<StateStore, 'get' | 'list'>;

/** Which series there are. */
export interface SeriesCatalog {
  series(): Promise<readonly SeriesEntry[]>;
  /** What must be said beside the numbers of a series: its source cannot be reached, is stopped … */
  notices(entry: SeriesEntry): Promise<readonly Notice[]>;
}

/** Which sources there are; empty until the pipeline has run. */
export interface SourceCatalog {
  sources(): Promise<readonly SourceEntry[]>;
}

/** A consumer group of the stream whose lag is shown. */
export interface ConsumerGroup {
  readonly topic: Parameters<Stream['lag']>[0];
  readonly group: string;
}

/** Queue and stream as far as the query type `pipeline` looks into them. */
export interface PipelineReader {
  readonly queue: Pick<Queue, 'counts' | 'failures'>;
  readonly stream: Pick<Stream, 'lag'>;
  readonly groups: readonly ConsumerGroup[];
}

/** Everything that queries read from. */
export interface Readers {
  readonly elements: ElementsStore;
  readonly series: SeriesReader;
  readonly archive: ArchiveReader;
  readonly documents: DocumentReader;
  readonly quarantine: QuarantineReader;
  readonly state: StateReader;
  readonly catalog: SeriesCatalog & SourceCatalog;
  /** Null where the service runs without a pipeline. */
  readonly pipeline: PipelineReader | null;
  /** The time of the data, epoch ms UTC: real, or simulated in a replay. */
  readonly now: () => number;
}
