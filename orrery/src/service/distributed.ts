import { awaitDistributedEngines } from '@orrery/pipeline/engines';
import { CONSUMER_GROUPS, readEngineSettings } from '@orrery/pipeline/settings';
import { createLogger, createMetrics, stopOnSignal } from '@orrery/telemetry';
import { readConfig } from './config.ts';
import { createReaders } from './data/create-readers.ts';
import { startHttp } from './server.ts';

const STOP_TIMEOUT_MS = 10_000;

/**
 * The service alone, on the servers that workers fill (ORRERY_INFLUX_URL …). Service and worker in one process:
 * scripts/embedded.
 */
async function main(): Promise<void> {
  const config = readConfig(process.argv.slice(2), process.env);
  if (config.replayDir !== undefined) {
    throw new Error('--replay (ORRERY_REPLAY): this service pulls nothing; a replay is `npm start -- --replay DIR`.');
  }
  const logger = createLogger('orrery', config.logLevel);
  const engines = await awaitDistributedEngines(readEngineSettings(process.env), logger);
  const { stores, queue, stream } = engines;
  const readers = createReaders({ stores, pipeline: { queue, stream, groups: CONSUMER_GROUPS }, config });
  try {
    const http = await startHttp({ config, readers, logger, metrics: createMetrics() });
    stopOnSignal([engines, http], logger, STOP_TIMEOUT_MS);
    process.stdout.write(`Orrery service: ${http.url}\n`);
  } catch (error) {
    await engines.stop();
    throw error;
  }
}

main().catch((error: unknown) => {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${taken ? `${message}: stop what listens there or choose another with --port.` : message}\n`);
  process.exit(1);
});
