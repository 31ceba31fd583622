export { createEmbeddedQueue } from './queue.ts';
export { createEmbeddedStream } from './stream.ts';
