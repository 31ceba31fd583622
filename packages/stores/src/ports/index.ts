import type { ArchiveStore } from './archive.ts';
import type { BlobStore } from './blobs.ts';
import type { DocumentStore } from './documents.ts';
import type { QuarantineStore } from './quarantine.ts';
import type { SeriesStore } from './series.ts';
import type { StateStore } from './state.ts';

export * from './archive.ts';
export * from './blobs.ts';
export * from './documents.ts';
export * from './quarantine.ts';
export * from './series.ts';
export * from './state.ts';

/** All stores. Embedded, they share one database; distributed, they use three servers. */
export interface Stores {
  readonly series: SeriesStore;
  readonly archive: ArchiveStore;
  readonly documents: DocumentStore;
  readonly blobs: BlobStore;
  readonly quarantine: QuarantineStore;
  readonly state: StateStore;
}
