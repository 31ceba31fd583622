import type { Stores } from '../ports/index.ts';
import { describeArchiveStore } from '../testing/archive-conformance.ts';
import { describeBlobStore } from '../testing/blob-conformance.ts';
import { describeDocumentStore } from '../testing/document-conformance.ts';
import type { StoreFactory } from '../testing/harness.ts';
import { describeQuarantineStore } from '../testing/quarantine-conformance.ts';
import { describeSeriesStore } from '../testing/series-conformance.ts';
import { describeStateStore } from '../testing/state-conformance.ts';
import { createMemoryStores } from './index.ts';

const inMemory =
  <T>(pick: (stores: Stores) => T): StoreFactory<T> =>
  async () => {
    const stores = createMemoryStores();
    return { open: async () => pick(stores), dispose: async () => undefined };
  };

describeSeriesStore(
  'memory',
  inMemory(({ series }) => series),
);
describeArchiveStore(
  'memory',
  inMemory(({ archive }) => archive),
);
describeDocumentStore(
  'memory',
  inMemory(({ documents }) => documents),
);
describeBlobStore(
  'memory',
  inMemory(({ blobs }) => blobs),
);
describeQuarantineStore(
  'memory',
  inMemory(({ quarantine }) => quarantine),
);
describeStateStore(
  'memory',
  inMemory(({ state }) => state),
);
