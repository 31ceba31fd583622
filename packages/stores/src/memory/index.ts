import type { Stores } from '../ports/index.ts';
import { createMemoryArchiveStore } from './archive.ts';
import { createMemoryBlobStore } from './blobs.ts';
import { createMemoryDocumentStore } from './documents.ts';
import { createMemoryQuarantineStore } from './quarantine.ts';
import { createMemorySeriesStore } from './series.ts';
import { createMemoryStateStore } from './state.ts';

export { createMemoryStateStore } from './state.ts';

/**
 * All stores in memory, empty. They keep every guarantee of the ports except durability: tests of code that uses the
 * ports use these and no mocks.
 */
export const createMemoryStores = (): Stores => ({
  series: createMemorySeriesStore(),
  archive: createMemoryArchiveStore(),
  documents: createMemoryDocumentStore(),
  blobs: createMemoryBlobStore(),
  quarantine: createMemoryQuarantineStore(),
  state: createMemoryStateStore(),
});
