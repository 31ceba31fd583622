import { setTimeout as sleep } from 'node:timers/promises';
import type { Stoppable } from '@orrery/telemetry';
import type { Flow } from './stages/context.ts';
import { SINK_GROUPS } from '@orrery/engines';
import { JOB_TYPES } from '@orrery/pipeline/job-types';

const EVERY_MS = 5000;

/** Keeps queue depths and lags in the metrics; what cannot be asked now keeps its last value. */
export function startGauges(flow: Flow): Stoppable {
  const abort = new AbortController();
  const loop = (async () => {
    while (!abort.signal.aborted) {
      await measure(flow).catch((error: unknown) => flow.logger.debug({ err: error }, 'depths not measured'));
      await sleep(EVERY_MS, undefined, { signal: abort.signal }).catch(() => undefined);
    }
  })();
  return {
    name: 'gauges',
    stop: async () => {
      abort.abort();
      await loop;
    },
  };
}

async function measure({ queue, stream, metrics }: Flow): Promise<void> {
  for (const type of JOB_TYPES) {
    const counts = await queue.counts(type);
    for (const [state, count] of Object.entries(counts)) metrics.queueJobs.set({ type, state }, count);
  }
  for (const [sink, group] of Object.entries(SINK_GROUPS)) {
    const topic = sink === 'documents' ? 'documents' : 'observations';
    metrics.streamLag.set({ topic, group }, await stream.lag(topic, group));
  }
}
