import type { MessagePort } from 'node:worker_threads';
import { ERROR_CODES, OrreryError, type ErrorCode, type FieldError } from '@orrery/contract';
import { expose, transferHandlers, wrap, type Endpoint, type TransferHandler } from 'comlink';
import type { PipelineReader, Readers } from '../data/readers.ts';

/** The reading sides of the stores, as another thread reaches them: every method answers with a promise. */
export type DataSide = Pick<Readers, 'series' | 'archive' | 'documents' | 'quarantine' | 'state'> &
  Partial<Pick<PipelineReader, 'queue' | 'stream'>>;

interface Thrown {
  readonly value: unknown;
}
/** An error on its way between threads, where it would lose its class. */
interface SentError {
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly stack: string | undefined;
  readonly details: readonly FieldError[];
}

/** Comlink's handler of what is thrown, which keeps the code and the fields of an OrreryError. */
const throwing: TransferHandler<Thrown, SentError> = {
  canHandle: (value): value is Thrown => transferHandlersThrow.canHandle(value),
  serialize: ({ value }) => {
    const error = value instanceof Error ? value : new Error(String(value));
    const code = error instanceof OrreryError ? error.code : null;
    const details = error instanceof OrreryError ? error.details : [];
    return [{ code, message: error.message, stack: error.stack, details }, []];
  },
  deserialize: ({ code, message, stack, details }) => {
    if (code !== null && code in ERROR_CODES) throw new OrreryError(code, message, details);
    throw Object.assign(new Error(message), { stack });
  },
};
const transferHandlersThrow = transferHandlers.get('throw')!;
transferHandlers.set('throw', throwing);

/** A MessagePort of Node is what Comlink needs; the types of the browser know more of it. */
const endpointOf = (port: MessagePort): Endpoint => port as unknown as Endpoint;

/** Answers calls on the port from these stores until it is closed. */
export function serveData(data: DataSide, port: MessagePort): void {
  expose(data, endpointOf(port));
  // A port that is waited for would keep a process alive that has stopped everything else.
  port.unref();
}

/** The stores at the other end of the port. Comlink's types give one level, its calls any. */
export const remoteData = (port: MessagePort): Required<DataSide> =>
  wrap<DataSide>(endpointOf(port)) as unknown as Required<DataSide>;
