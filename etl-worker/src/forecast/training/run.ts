import { Worker } from 'node:worker_threads';
import { asOrreryError, OrreryError, type ErrorCode } from '@orrery/contract';
import type { Evaluated, OnProgress } from './work.ts';

/** Task of a thread; bytes are those of the blobs. */
export type ThreadTask =
  | { readonly kind: 'train'; readonly dataset: Uint8Array; readonly neural: boolean }
  | {
      readonly kind: 'evaluate';
      readonly dataset: Uint8Array;
      readonly candidate: Uint8Array;
      readonly champion: Uint8Array | null;
    };

export type ThreadAnswer = { readonly trained: Uint8Array } | { readonly evaluated: Evaluated };
/** Message of a thread; errors lose their class in the transfer, so the code is sent separately. */
export type ThreadMessage =
  | ThreadAnswer
  | { readonly progress: { readonly share: number; readonly text: string } }
  | { readonly failed: { readonly code: ErrorCode; readonly message: string } };

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** Runs the CPU-bound stages of a training outside the event loop of the service. */
export interface TrainingRunner {
  train(task: Omit<Extract<ThreadTask, { kind: 'train' }>, 'kind'>, options: RunOptions): Promise<Uint8Array>;
  evaluate(task: Omit<Extract<ThreadTask, { kind: 'evaluate' }>, 'kind'>, options: RunOptions): Promise<Evaluated>;
}

/** Entry of the thread: the source, or a bundle in a file beside this one. */
const SOURCE_THREAD = new URL('./source-thread.mjs', import.meta.url);
const BUNDLED_THREAD = new URL('./training-thread.mjs', import.meta.url);
const THREAD = import.meta.url.endsWith('.ts') ? SOURCE_THREAD : BUNDLED_THREAD;

/**
 * Starts one thread for each task, so that its memory is released afterwards. A signal terminates the thread; the stage
 * is then repeated from its blobs.
 */
export const threadRunner: TrainingRunner = {
  async train(task, options) {
    const answer = await follow({ kind: 'train', ...task }, options);
    if ('trained' in answer) return answer.trained;
    throw new OrreryError('defect', 'The thread of a training answered another question.');
  },
  async evaluate(task, options) {
    const answer = await follow({ kind: 'evaluate', ...task }, options);
    if ('evaluated' in answer) return answer.evaluated;
    throw new OrreryError('defect', 'The thread of a training answered another question.');
  },
};

function follow(forecastTask: ThreadTask, { signal, onProgress }: RunOptions): Promise<ThreadAnswer> {
  signal.throwIfAborted();
  const thread = new Worker(THREAD, { workerData: { forecastTask }, execArgv: [] });
  const stop = (): void => void thread.terminate();
  signal.addEventListener('abort', stop, { once: true });
  return new Promise<ThreadAnswer>((resolve, reject) => {
    thread.on('message', (message: ThreadMessage) => {
      if ('progress' in message) onProgress(message.progress.share, message.progress.text);
      else if ('failed' in message) reject(new OrreryError(message.failed.code, message.failed.message));
      else resolve(message);
    });
    thread.on('error', (error) => reject(asOrreryError(error)));
    thread.on('exit', (code) => {
      const how = signal.aborted ? 'was stopped' : `ended with code ${code}`;
      reject(
        new OrreryError(
          signal.aborted ? 'cancelled' : 'defect',
          `The thread of a training ${how}; it is done again from its last stage.`,
        ),
      );
    });
  }).finally(() => {
    signal.removeEventListener('abort', stop);
    return thread.terminate();
  });
}
