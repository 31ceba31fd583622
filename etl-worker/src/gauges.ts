import type { Stoppable } from '@orrery/telemetry';
import { repeat } from './schedule.ts';
import type { Flow } from './stages/context.ts';
import { SINK_GROUPS } from '@orrery/engines';
import { JOB_TYPES } from '@orrery/pipeline/job-types';

const EVERY_MS = 5000;

/** Keeps queue depths and lags in the metrics; what cannot be asked now keeps its last value. */
export function startGauges(flow: Flow): Stoppable {
  return repeat({
    name: 'gauges',
    pauseMs: () => EVERY_MS,
    turn: () => measure(flow),
    failed: (error) => flow.logger.debug({ err: error }, 'depths not measured'),
  });
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
