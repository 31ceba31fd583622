import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DocumentRecord, Observation } from '@orrery/contract';
import type { Stores } from '@orrery/stores';
import { keepRaw, rawResponse } from '@orrery/etl-worker/testing';
import { createDistributedStores } from '@orrery/stores/distributed';
import { createEmbeddedStores } from '@orrery/stores/embedded';
import { describeWithServer, ownName } from '@orrery/stores/testing';
import { expect, it } from 'vitest';
import { exportStore } from './export.ts';
import { importStore } from './import.ts';

const AT_MS = Date.UTC(2024, 4, 10);
const FILES = ['observations', 'documents', 'blobs', 'quarantine', 'state'] as const;

/** Names of one run: the archive's database is shared with other tests. */
const RUN = ownName();

function observations(): Observation[] {
  const revisions = ['predicted', 'nowcast', 'provisional', 'definitive'] as const;
  return Array.from({ length: 12_000 }, (_, i): Observation => {
    const revision = revisions[i % 4]!;
    const value = i % 50 === 0 ? null : i / 7;
    return {
      kind: 'observation',
      series: `${RUN}.${i % 3}`,
      timeMs: AT_MS + Math.floor(i / 12) * 60_000,
      value,
      revision,
      source: `${RUN}-${i % 5}`,
      retrievedAtMs: AT_MS + i,
    };
  });
}

async function fill(stores: Stores): Promise<void> {
  const { series, archive, documents, quarantine } = stores;
  const points = observations();
  await series.write(points);
  await archive.archive(points);
  const documentRecords = Array.from(
    { length: 700 },
    (_, i): DocumentRecord => ({
      kind: 'document',
      collection: 'alert',
      id: `${i}`,
      timeMs: AT_MS + i,
      timeEndMs: i % 2 ? AT_MS + 2 * i : null,
      title: `ü ${i}`,
      linked: [`${i + 1}`],
      body: '{}',
      source: RUN,
      retrievedAtMs: AT_MS + i,
    }),
  );
  await documents.upsert(documentRecords);
  await quarantine.add([{ id: 'q', source: RUN, reason: 'not a line', raw: 'nonsense', atMs: AT_MS }]);
  await keepRaw(stores, RUN, rawResponse('1 2', AT_MS), AT_MS);
}

/**
 * The lines of an export in an order of their own, those of this run's series alone: the archive's database has others'
 * too.
 */
async function linesOf(folder: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const read = async (name: string): Promise<readonly string[]> => {
    const lines = gunzipSync(await readFile(join(folder, `${name}.jsonl.gz`)))
      .toString('utf8')
      .trim()
      .split('\n');
    return lines.filter((line) => name !== 'observations' || line.includes(RUN)).sort();
  };
  return Object.fromEntries(await Promise.all(FILES.map(async (name) => [name, await read(name)] as const)));
}

describeWithServer('ORRERY_TEST_POSTGRES', 'Export and import, archive', (postgres) =>
  describeWithServer('ORRERY_TEST_MONGO', 'documents', (mongo) =>
    describeWithServer('ORRERY_TEST_INFLUX', 'series', (url) => {
      it('bring everything from the embedded store to the servers and back, with the source and the time of each point', async () => {
        const folder = await mkdtemp(join(tmpdir(), 'orrery-export-'));
        const at = (name: string): string => join(folder, name);
        const influx = {
          url,
          token: process.env['ORRERY_TEST_INFLUX_TOKEN'] ?? '',
          org: process.env['ORRERY_TEST_INFLUX_ORG'] ?? '',
          bucket: ownName(),
        };
        const first = await createEmbeddedStores({ file: at('first.db') });
        const servers = await createDistributedStores({
          influx,
          postgres: { url: postgres },
          mongo: { url: mongo, database: ownName() },
        });
        const last = await createEmbeddedStores({ file: at('last.db') });
        try {
          await fill(first);
          await exportStore(first, at('1'), AT_MS);
          await importStore(servers, at('1'));
          expect(await servers.series.count(`${RUN}.0`)).toBe(await first.series.count(`${RUN}.0`));
          await exportStore(servers, at('2.tar'), AT_MS);
          await importStore(last, at('2.tar'));
          await exportStore(last, at('3'), AT_MS);
          expect(await linesOf(at('3'))).toEqual(await linesOf(at('1')));
          expect(await last.series.read(`${RUN}.1`, 0, AT_MS * 2)).toEqual(
            await first.series.read(`${RUN}.1`, 0, AT_MS * 2),
          );
        } finally {
          await Promise.all([first.stop(), servers.stop(), last.stop()]);
          await rm(folder, { recursive: true });
        }
      });
    }),
  ),
);
