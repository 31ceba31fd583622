/**
 * A sink in a process of its own, for tests that kill it: appends the time of every record to a file, durably, and
 * kills itself with SIGKILL after the write and before the commit of batch `dieAt` (0: never). Arguments: brokers,
 * topic prefix, file, dieAt, session timeout in ms.
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { createLogger, stopOnSignal } from '@orrery/telemetry';
import { createKafkaStream } from '../../kafka/stream.ts';

const [brokers = '', topicPrefix = '', file = '', dieAt = '0', sessionTimeoutMs = '6000'] = process.argv.slice(2);
const logger = createLogger('sink', 'warn');
const stream = await createKafkaStream(
  {
    brokers: brokers.split(','),
    topicPrefix,
    partitions: 3,
    messageRecords: 10,
    batchRecords: 50,
    sessionTimeoutMs: Number(sessionTimeoutMs),
  },
  logger,
);
const out = openSync(file, 'a');
let batches = 0;
await stream.consume('observations', 'sink', async ({ records }) => {
  writeSync(out, records.map((record) => `${record.timeMs}\n`).join(''));
  fsyncSync(out);
  batches += 1;
  if (batches === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
});
stopOnSignal([{ name: 'file', stop: async () => closeSync(out) }, stream], logger);
process.stdout.write('ready\n');
