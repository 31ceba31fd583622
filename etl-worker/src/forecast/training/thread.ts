/** What runs in the worker thread of a training. */
import { parentPort, workerData } from 'node:worker_threads';
import { trainNeural } from '../neural/trainer.ts';
import { decodeDatasetSync } from './dataset.ts';
import type { ThreadTask, ThreadAnswer } from './run.ts';
import { evaluateOn, trainOn, type OnProgress } from './work.ts';

async function work(task: ThreadTask, onProgress: OnProgress): Promise<ThreadAnswer> {
  const dataset = decodeDatasetSync(task.dataset);
  if (task.kind === 'evaluate') return { evaluated: evaluateOn(dataset, task.candidate, task.champion, onProgress) };
  return { trained: await trainOn(dataset, task.neural ? trainNeural : null, onProgress) };
}

const { forecastTask } = (workerData ?? {}) as { readonly forecastTask?: ThreadTask };
if (parentPort !== null && forecastTask !== undefined) {
  const port = parentPort;
  port.postMessage(await work(forecastTask, (share, text) => port.postMessage({ progress: { share, text } })));
}
