export { createEmbeddedQueue, type EmbeddedQueueOptions } from './queue.ts';
export { createEmbeddedStream, type EmbeddedStreamOptions } from './stream.ts';
