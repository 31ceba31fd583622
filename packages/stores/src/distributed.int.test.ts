import { expect, it } from 'vitest';
import { createDistributedStores, type DistributedStoresConfig } from './distributed.ts';
import { connect } from './influx/connection.ts';
import { documentRecord } from './testing/document-conformance.ts';
import { observation } from './testing/harness.ts';
import { describeWithServer, ownName } from './testing/real-server.ts';

const START_MS = Date.UTC(2024, 4, 10);

describeWithServer('ORRERY_TEST_POSTGRES', 'Distributed stores, archive', (postgres) =>
  describeWithServer('ORRERY_TEST_MONGO', 'documents', (mongo) =>
    describeWithServer('ORRERY_TEST_INFLUX', 'series', (influx) => {
      const config = (): DistributedStoresConfig => ({
        influx: {
          url: influx,
          token: process.env['ORRERY_TEST_INFLUX_TOKEN'] ?? '',
          org: process.env['ORRERY_TEST_INFLUX_ORG'] ?? '',
          bucket: ownName(),
        },
        postgres: { url: postgres },
        mongo: { url: mongo, database: ownName() },
      });

      it('open, write, read and stop together', async () => {
        const own = config();
        const stores = await createDistributedStores(own);
        const series = ownName();
        await stores.series.write([observation(series, START_MS, 1)]);
        await stores.archive.archive([observation(series, START_MS, 1)]);
        await stores.documents.upsert([documentRecord('alert', series)]);
        expect(await stores.series.count(series)).toBe(1);
        expect(await stores.archive.count(series)).toBe(1);
        expect(await stores.documents.count('alert')).toBe(1);
        await stores.stop();
        await connect(own.influx).dropBucket();
        await expect(stores.archive.count(series)).rejects.toThrow();
      });

      it('do not start when one of them cannot be reached', async () => {
        const own = config();
        const opened = createDistributedStores({
          ...own,
          mongo: { url: 'mongodb://127.0.0.1:1', database: 'a', connectTimeoutMs: 300 },
        });
        await expect(opened).rejects.toThrow(/^MongoDB at/);
        await connect(own.influx).dropBucket();
      });
    }),
  ),
);
