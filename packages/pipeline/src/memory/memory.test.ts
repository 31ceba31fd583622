import { describeQueue } from '../testing/queue-conformance.ts';
import { describeStream } from '../testing/stream-conformance.ts';
import { createMemoryQueue, createQueuePlace } from './queue.ts';
import { createMemoryStream, createStreamPlace } from './stream.ts';

describeQueue('memory', async () => {
  const place = createQueuePlace();
  return {
    open: async () => createMemoryQueue(place),
    crash: async (queue) => (queue as ReturnType<typeof createMemoryQueue>).crash(),
    dispose: async () => undefined,
  };
});

describeStream('memory', async () => {
  const place = createStreamPlace();
  return {
    open: async () => createMemoryStream(place),
    crash: async (stream) => (stream as ReturnType<typeof createMemoryStream>).crash(),
    dispose: async () => undefined,
  };
});
