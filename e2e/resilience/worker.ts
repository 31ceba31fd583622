import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { STATE } from '@orrery/contract';
import { SINK_GROUPS } from '@orrery/engines';
import { createOpenSession, realClock, startWorker, type Role } from '@orrery/etl-worker';
import { createLogger, createMetrics, stopOnSignal } from '@orrery/telemetry';
import { openEngines } from './engines.ts';
import { slicesOf } from './slices.ts';
import { sliceSource } from './sources.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '' },
    windows: { type: 'string', default: '1' },
    provider: { type: 'string', default: '' },
    roles: { type: 'string', default: 'schedule,extract,transform,sinks' },
    store: { type: 'string', default: '' },
  },
});
const LOOK_MS = 100;

const logger = createLogger('crash-worker', process.env['ORRERY_LOG_LEVEL'] === 'info' ? 'info' : 'fatal');
const engines = await openEngines(values.store, logger);
const sources = slicesOf(values.data, Number(values.windows)).map(sliceSource);
const roles = values.roles.split(',') as Role[];
const worker = await startWorker({
  ...engines,
  sources,
  roles,
  clock: realClock,
  logger,
  metrics: createMetrics(),
  openSession: createOpenSession({
    state: engines.stores.state,
    clock: realClock,
    logger,
    version: 'test',
    contactUrl: 'http://127.0.0.1',
    nasaApiKey: 'none',
  }),
  settings: { base: () => values.provider, nasaApiKey: 'none' },
});
stopOnSignal([engines, engines.stream, engines.queue, worker], logger, 20_000);
process.stdout.write('READY\n');

/** Loaded: every run has ended well, the queue has nothing to do and every sink has read everything. */
async function isLoaded(): Promise<boolean> {
  for (const type of ['extract', 'transform', 'publish'] as const) {
    const { waiting, active, delayed } = await engines.queue.counts(type);
    if (waiting + active + delayed > 0) return false;
  }
  const lags = await Promise.all([
    engines.stream.lag('observations', SINK_GROUPS.series),
    engines.stream.lag('observations', SINK_GROUPS.archive),
    engines.stream.lag('documents', SINK_GROUPS.documents),
  ]);
  if (lags.some((lag) => lag > 0)) return false;
  const runs = await engines.stores.state.list(STATE.runs.under(), sources.length + 1);
  return runs.length >= sources.length && runs.every(({ value }) => STATE.runs.fit(value)?.outcome === 'loaded');
}

if (roles.includes('schedule')) {
  while (!(await isLoaded().catch(() => false))) await sleep(LOOK_MS);
  process.stdout.write('LOADED\n');
}
