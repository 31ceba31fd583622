import { MessageChannel, parentPort, workerData } from 'node:worker_threads';
import { asOrreryError, throwIfAborted } from '@orrery/contract';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { buildCatalog } from '../catalog/catalog.ts';
import { createReaders } from '../data/create-readers.ts';
import type { Readers } from '../data/readers.ts';
import { failureOf } from '../http/problem.ts';
import { framesOf } from '../queries/answer.ts';
import type { Registry } from '../queries/registry.ts';
import { remoteData } from './data-side.ts';
import { encodeFrame } from './encode.ts';
import { FLAGS, type EncodedFrame, type ThreadAnswer, type ThreadData, type ThreadTask } from './task.ts';

/** The work of a thread: one task at a time, so that nothing in it needs to give way to others. */
export type ThreadWork = (task: ThreadTask) => Promise<unknown>;

/** Makes a thread of the pool answer from the stores at the other end of a port that it hands out. */
export function serveQueries(registryOf: (data: ThreadData, readers: Readers) => Registry): ThreadWork {
  const data = workerData as ThreadData;
  let nowMs = Date.now();
  const readers = connect(data, () => nowMs);
  const registry = registryOf(data, readers);
  return async (task) => {
    nowMs = task.nowMs;
    const flags = new Int32Array(task.flags);
    Atomics.store(flags, FLAGS.begun, 1);
    const signal = {
      get aborted() {
        return Atomics.load(flags, FLAGS.stop) !== 0;
      },
    };
    try {
      const frames =
        task.kind === 'catalog'
          ? [catalogText(await buildCatalog(readers))]
          : (await framesOf(registry, task.prepared, { ...task.span, signal })).map((frame) =>
              encodeFrame(frame, () => throwIfAborted(signal)),
            );
      return moved({ frames });
    } catch (thrown) {
      return failed(thrown);
    }
  };
}

/** Readers over a channel to the thread that has the stores; that thread gets the other end. */
function connect({ config, groups }: ThreadData, now: () => number): Readers {
  const { port1, port2 } = new MessageChannel();
  parentPort?.postMessage({ connect: port1 }, [port1]);
  const data = remoteData(port2);
  const pipeline = groups === null ? null : { queue: data.queue, stream: data.stream, groups };
  const { documents } = data;
  const unreadable: typeof documents.unreadable = (collection, count) => documents.unreadable(collection, count);
  return createReaders({ stores: data, pipeline, config, unreadable, now });
}

const catalogText = (catalog: object): EncodedFrame => ({
  rows: 1,
  pieces: [new TextEncoder().encode(JSON.stringify(catalog))],
});

/** The answer with its bytes handed over instead of copied. */
function moved(answer: Extract<ThreadAnswer, { frames: unknown }>): unknown {
  const buffers = answer.frames.flatMap(({ pieces }) => pieces.map(({ buffer }) => buffer));
  return move({ [valueSymbol]: answer, [transferableSymbol]: buffers });
}

function failed(thrown: unknown): ThreadAnswer {
  const error = asOrreryError(thrown);
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return { failure: failureOf(error), defect: error.code === 'defect' ? stack : null };
}
