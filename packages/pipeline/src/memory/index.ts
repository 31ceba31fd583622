export { createMemoryQueue, type MemoryQueue } from './queue.ts';
export { createMemoryStream } from './stream.ts';
