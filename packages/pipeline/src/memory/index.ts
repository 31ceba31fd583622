export { createMemoryQueue, type MemoryQueue } from './queue.ts';
export { createMemoryStream, type MemoryStream } from './stream.ts';
