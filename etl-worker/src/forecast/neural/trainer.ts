import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { asOrreryError, OrreryError } from '@orrery/contract';
import {
  settleTask,
  type NeuralProgress,
  type NeuralTask,
  type NeuralTrainer,
  type NeuralTrainerOptions,
  type NeuralWeights,
} from '@orrery/forecast/neural';
import { cancelled, stopIfAborted } from './cancel.ts';

export interface ThreadData {
  readonly neuralTask: NeuralTask;
}

export type ThreadMessage = { readonly progress: NeuralProgress } | { readonly weights: NeuralWeights };

export interface ThreadOptions extends NeuralTrainerOptions {
  /** False trains in the calling thread, which stays busy but for a moment after each step; true by default. */
  readonly thread?: boolean;
}

/** This program runs from its source (tsx, a test runner), or from a bundle that has the thread in a file beside it. */
const IS_SOURCE = import.meta.url.endsWith('.ts');
const THREAD = new URL(IS_SOURCE ? './thread.ts' : './neural-thread.mjs', import.meta.url);
const SOURCE_THREAD = new URL('./source-thread.mjs', import.meta.url);

function hasTsx(): boolean {
  try {
    return createRequire(import.meta.url).resolve('tsx/esm/api') !== '';
  } catch {
    return false;
  }
}

/** Null where a thread could not read our source. */
function startThread(workerData: ThreadData): Worker | null {
  if (IS_SOURCE && !hasTsx()) return null;
  return new Worker(IS_SOURCE ? SOURCE_THREAD : THREAD, { workerData, execArgv: [] });
}

async function trainInCaller(task: NeuralTask, options: NeuralTrainerOptions): Promise<NeuralWeights> {
  const { trainHere } = (await import(THREAD.href)) as { trainHere: NeuralTrainer };
  return trainHere(task, options);
}

function follow(thread: Worker, { signal, onProgress }: NeuralTrainerOptions): Promise<NeuralWeights> {
  return new Promise<NeuralWeights>((resolve, reject) => {
    const stop = (): void => reject(cancelled(signal!));
    signal?.addEventListener('abort', stop, { once: true });
    thread.on('message', (message: ThreadMessage) => {
      if ('weights' in message) resolve(message.weights);
      else onProgress?.(message.progress);
    });
    thread.on('error', (error) => reject(asOrreryError(error)));
    thread.on('exit', (code) => {
      signal?.removeEventListener('abort', stop);
      reject(new OrreryError('defect', `The thread that trained a network ended with code ${code}; train again.`));
    });
  }).finally(() => thread.terminate());
}

/**
 * Trains a quantile network on TensorFlow.js in a thread of its own. The loss is pinball over the quantiles plus half
 * the squared error of the mean, in deviations of the targets; the learning rate falls to the last epoch, training ends
 * early when the later rows do not get better, and the best weights are given back. The same task on the same backend
 * gives the same weights. Throws `invalidRequest` for a task that cannot be, `cancelled` when the signal says so.
 */
export async function trainNeural(task: NeuralTask, options: ThreadOptions = {}): Promise<NeuralWeights> {
  const { signal, thread: isThreaded = true } = options;
  settleTask(task);
  stopIfAborted(signal);
  const thread = isThreaded ? startThread({ neuralTask: task }) : null;
  return thread === null ? trainInCaller(task, options) : follow(thread, options);
}
