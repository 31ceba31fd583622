import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkDatabase, type WorkDatabase } from '@orrery/stores/embedded';
import type { Stoppable } from '@orrery/telemetry';
import type { FlowFactory } from '../testing/harness.ts';
import { describeQueue } from '../testing/queue-conformance.ts';
import { describeStream } from '../testing/stream-conformance.ts';
import { createEmbeddedQueue } from './queue.ts';
import { createEmbeddedStream } from './stream.ts';

const inFile =
  <T extends Stoppable>(create: (database: WorkDatabase) => Promise<T>): FlowFactory<T> =>
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'orrery-pipeline-'));
    let database: WorkDatabase | null = null;
    const close = async (): Promise<void> => {
      await database?.stop();
      database = null;
    };
    return {
      open: async () => create((database ??= await openWorkDatabase(join(folder, 'orrery.work.sqlite')))),
      // The file is closed under the handlers: what they do afterwards is refused. Real SIGKILLs are in kill.test.ts.
      crash: close,
      dispose: async () => {
        await close();
        await rm(folder, { recursive: true });
      },
    };
  };

describeQueue('embedded', inFile(createEmbeddedQueue));
describeStream('embedded', inFile(createEmbeddedStream));
