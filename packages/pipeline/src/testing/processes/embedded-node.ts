/**
 * Stores, queue and stream of one embedded database in a process of its own, for tests that kill it. It appends to a
 * file what was acknowledged to it, after it was. Arguments: database file, acknowledgements, number of the first job;
 * or `drain` instead of the number: finish what is there and end.
 */
import { openSync, writeSync } from 'node:fs';
import { createEmbeddedStores } from '@orrery/stores/embedded';
import { createLogger } from '@orrery/telemetry';
import { createEmbeddedQueue } from '../../embedded/queue.ts';
import { createEmbeddedStream } from '../../embedded/stream.ts';
import { bulkOf, documentOf, recordsOf } from './embedded-records.ts';

const [file = '', acknowledgements = '', first = ''] = process.argv.slice(2);
const out = openSync(acknowledgements, 'a');
const acknowledge = (what: string): void => void writeSync(out, `${what}\n`);
const JOBS_AT_ONCE = 3;
const IDLE_HORIZON_MS = 60_000;

// Ready before it opens the file: some kills are to strike while the log of the last life is replayed.
process.stdout.write('ready\n');
const logger = createLogger('embedded', 'error');
const stores = await createEmbeddedStores({ file });
// Small logs, so that kills strike checkpoints too.
await stores.database.read("SET checkpoint_threshold = '300KB'");
const queue = await createEmbeddedQueue(stores.work, { logger });
const stream = await createEmbeddedStream(stores.work, { logger });

await stream.consume('observations', 'sink', async ({ records, partition, lastOffset }) => {
  await stores.series.write(records);
  await stores.archive.archive(records);
  acknowledge(`sunk ${partition} ${lastOffset - BigInt(records.length) + 1n} ${lastOffset}`);
});
queue.process(
  'extract',
  async ({ dueMs: k }) => {
    await stream.publish('observations', recordsOf(k));
    await stores.documents.upsert([documentOf(k)]);
    await queue.add({ type: 'publish', source: 'test', rawId: `${k}`, retrievedAtMs: k, dueMs: k }, { id: `${k}` });
    acknowledge(`published ${k}`);
  },
  JOBS_AT_ONCE,
);
queue.process('publish', async ({ rawId }) => {
  await stores.blobs.put(rawId, new TextEncoder().encode(`raw ${rawId}`), { k: rawId });
  acknowledge(`blob ${rawId}`);
});

if (first === 'drain') {
  await queue.idle(IDLE_HORIZON_MS);
  while ((await stream.lag('observations', 'sink')) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  for (const part of [queue, stream, stores]) await part.stop();
} else {
  for (let k = Number(first); ; k += 1) {
    await queue.add({ type: 'extract', source: 'test', dueMs: k }, { id: `${k}`, attempts: 1 });
    acknowledge(`added ${k}`);
    await stores.series.write(bulkOf(k));
    acknowledge(`bulk ${k}`);
    await stores.state.put('last', k, k);
    acknowledge(`state ${k}`);
  }
}
