/** Entry of the worker thread of a training. */
import { parentPort, workerData } from 'node:worker_threads';
import { asOrreryError } from '@orrery/contract';
import { decodeDatasetSync } from './dataset.ts';
import type { ThreadAnswer, ThreadMessage, ThreadTask } from './run.ts';
import { evaluateOn, trainOn, type OnProgress } from './work.ts';

async function work(task: ThreadTask, onProgress: OnProgress): Promise<ThreadAnswer> {
  const dataset = decodeDatasetSync(task.dataset);
  if (task.kind === 'evaluate') return { evaluated: evaluateOn(dataset, task.candidate, task.champion, onProgress) };
  const neural = task.neural ? (await import('./network.ts')).trainNetwork : null;
  return { trained: await trainOn(dataset, neural, onProgress) };
}

const { forecastTask } = (workerData ?? {}) as { readonly forecastTask?: ThreadTask };
if (parentPort !== null && forecastTask !== undefined) {
  const port = parentPort;
  const tell = (message: ThreadMessage): void => port.postMessage(message);
  await work(forecastTask, (share, text) => tell({ progress: { share, text } })).then(tell, (error: unknown) => {
    const { code, message } = asOrreryError(error);
    tell({ failed: { code, message } });
  });
}
