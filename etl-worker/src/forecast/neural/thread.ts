/** What runs in the worker thread of `trainNeural`; without a thread it is imported, and `trainHere` called. */
import { parentPort, workerData } from 'node:worker_threads';
import type { NeuralTask, NeuralTrainer } from '@orrery/forecast/neural';
import { openEngine } from './engine.ts';
import type { ThreadData, ThreadMessage } from './trainer.ts';
import { trainOn } from './train.ts';

export const trainHere: NeuralTrainer = async (task, options) => trainOn(await openEngine(), task, options);

async function run(task: NeuralTask, tell: (message: ThreadMessage) => void): Promise<void> {
  const weights = await trainHere(task, { onProgress: (progress) => tell({ progress }) });
  tell({ weights });
}

/** A thread of another kind (a test runner's) may import this file as well. */
const { neuralTask } = (workerData ?? {}) as Partial<ThreadData>;
if (parentPort !== null && neuralTask !== undefined) {
  const port = parentPort;
  await run(neuralTask, (message) => port.postMessage(message));
}
