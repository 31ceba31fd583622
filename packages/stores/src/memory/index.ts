import type { Stores } from '../ports/index.ts';
import { createMemoryArchiveStore } from './archive.ts';
import { createMemoryBlobStore } from './blobs.ts';
import { createMemoryDocumentStore } from './documents.ts';
import { createMemoryQuarantineStore } from './quarantine.ts';
import { createMemorySeriesStore } from './series.ts';
import { createMemoryStateStore } from './state.ts';

export { createMemoryStateStore } from './state.ts';

/**
 * All stores in memory, empty. They keep every promise of the ports but that data outlives the process: tests of what
 * stands on the ports use these and no stand-ins of their own.
 */
export const createMemoryStores = (): Stores => ({
  series: createMemorySeriesStore(),
  archive: createMemoryArchiveStore(),
  documents: createMemoryDocumentStore(),
  blobs: createMemoryBlobStore(),
  quarantine: createMemoryQuarantineStore(),
  state: createMemoryStateStore(),
});
