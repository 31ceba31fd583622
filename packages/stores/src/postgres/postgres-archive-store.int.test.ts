import { MINUTE_MS } from '@orrery/contract';
import type { Stoppable } from '@orrery/telemetry';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArchiveStore } from '../ports/index.ts';
import { itSaysThatTheServerIsAway } from '../testing/away-conformance.ts';
import { describeArchiveStore } from '../testing/archive-conformance.ts';
import { bestOf, bucketsOf, expectBuckets, harnessOf, observation } from '../testing/harness.ts';
import { describeWithServer, ownName } from '../testing/real-server.ts';
import { openPostgresArchiveStore } from './postgres-archive-store.ts';

const START_MS = Date.UTC(2024, 4, 10);
/** At this spacing, 400 points span eight years. */
const APART = 9770 * MINUTE_MS;

describeWithServer('ORRERY_TEST_POSTGRES', 'PostgreSQL', (server) => {
  const administrate = async (sql: string): Promise<void> => {
    const client = new Client({ connectionString: server });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  const newDatabase = async () => {
    const name = ownName();
    await administrate(`CREATE DATABASE ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    return { url: url.href, drop: () => administrate(`DROP DATABASE ${name} WITH (FORCE)`) };
  };

  describeArchiveStore('PostgreSQL', async () => {
    const { url, drop } = await newDatabase();
    return harnessOf(
      () => openPostgresArchiveStore({ url }),
      (store) => store,
      drop,
    );
  });

  itSaysThatTheServerIsAway(
    'PostgreSQL',
    server,
    (url) => openPostgresArchiveStore({ url }),
    (store) => ({
      archive: () => store.archive([observation('away', START_MS, 1)]),
      summaries: () => store.summaries('away', 'day', START_MS, START_MS),
      history: () => store.history('away', START_MS, START_MS),
      points: () => store.points('away', START_MS, START_MS)[Symbol.asyncIterator]().next(),
      seriesNames: () => store.seriesNames(),
      count: () => store.count('away'),
    }),
  );

  describe('writers side by side', () => {
    let database: Awaited<ReturnType<typeof newDatabase>>;
    let stores: readonly (ArchiveStore & Stoppable)[];

    beforeAll(async () => {
      database = await newDatabase();
      stores = await Promise.all(Array.from({ length: 4 }, () => openPostgresArchiveStore({ url: database.url })));
    });
    afterAll(async () => {
      await Promise.all(stores.map((store) => store.stop()));
      await database.drop();
    });

    it('migrates once however many services start together', async () => {
      const client = new Client({ connectionString: database.url });
      await client.connect();
      const { rows } = await client.query('SELECT version FROM schema_version');
      await client.end();
      expect(rows).toEqual([{ version: 1 }]);
    });

    it('never deadlocks, whatever the order of series in their batches, in years without partitions', async () => {
      const names = Array.from({ length: 20 }, (_, i) => `deadlock.${i}`);
      const batchOf = (writer: number) =>
        Array.from({ length: 400 }, (_, i) =>
          observation(names[(i * (2 * writer + 1) + writer) % names.length]!, START_MS + i * APART, i),
        );
      const batches = Array.from({ length: 24 }, (_, writer) => batchOf(writer % 12));
      await Promise.all(
        batches.map((batch, i) => stores[i % stores.length]!.archive(i % 2 ? batch : [...batch].reverse())),
      );
      for (const series of names) {
        const best = bestOf(batches.flat().filter((point) => point.series === series));
        const [fromMs, toMs] = [START_MS - 86_400_000, START_MS + 400 * APART];
        expect(await stores[0]!.history(series, fromMs, toMs)).toEqual(best);
        expectBuckets(await stores[0]!.summaries(series, 'day', fromMs, toMs), bucketsOf(best, 86_400_000), 400);
      }
    });

    it('provides the points as rows in SQL', async () => {
      const points = Array.from({ length: 40 }, (_, i) => ({
        ...observation('by.row', START_MS + i * 67 * MINUTE_MS + 1, i % 7 ? i / 8 : null),
        source: `source ${Math.floor(i / 5)}`,
        retrievedAtMs: START_MS + Math.floor(i / 3),
      }));
      await stores[0]!.archive(points);
      const client = new Client({ connectionString: database.url });
      await client.connect();
      const { rows } = await client.query(
        `SELECT time, value, revision, source.name AS source, retrieved_at FROM observation JOIN label AS source ON source.id = source_id
         WHERE series_id = (SELECT id FROM label WHERE name = 'by.row') AND day >= '2024-05-10Z' ORDER BY time`,
      );
      await client.end();
      expect(rows).toEqual(
        points.map(({ timeMs, value, source, retrievedAtMs }) => ({
          time: new Date(timeMs),
          value,
          revision: 3,
          source,
          retrieved_at: new Date(retrievedAtMs),
        })),
      );
    });

    it('keeps nothing of a batch that fails', async () => {
      const good = observation('torn', START_MS, 1);
      await expect(
        stores[0]!.archive([good, { ...good, timeMs: START_MS + 1, value: Infinity, retrievedAtMs: NaN }]),
      ).rejects.toThrow();
      expect(await stores[0]!.count('torn')).toBe(0);
      expect(await stores[0]!.summaries('torn', 'day', START_MS, START_MS)).toEqual([]);
    });
  });

  it('says what to check if the server does not respond, without the password', async () => {
    const opened = openPostgresArchiveStore({ url: 'postgresql://me:secret@127.0.0.1:1/orrery' });
    await expect(opened).rejects.toThrow(
      /^PostgreSQL at 127\.0\.0\.1:1\/orrery cannot be used: .*ECONNREFUSED.*Check address/,
    );
    await expect(opened).rejects.not.toThrow(/secret/);
  });
});
