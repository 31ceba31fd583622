import { countUnreadable, createReaders, startHttp, type Config } from '@orrery/backend';
import { awaitDistributedEngines } from '@orrery/engines/distributed';
import { CONSUMER_GROUPS, readEngineSettings } from '@orrery/engines';
import { createLogger, createMetrics, stopOnSignal } from '@orrery/telemetry';
import { refuseOpenDoor } from './reach.ts';

const STOP_TIMEOUT_MS = 10_000;

/** The service alone, on the servers that workers fill (ORRERY_INFLUX_URL …). */
export async function startDistributed(config: Config): Promise<void> {
  const logger = createLogger('orrery', config.logLevel);
  const engines = await awaitDistributedEngines(readEngineSettings(process.env), logger);
  const { stores, queue, stream } = engines;
  await refuseOpenDoor(config, stores);
  const metrics = createMetrics();
  const unreadable = countUnreadable(metrics);
  const readers = createReaders({ stores, pipeline: { queue, stream, groups: CONSUMER_GROUPS }, config, unreadable });
  try {
    const http = await startHttp({ config, readers, logger, metrics });
    stopOnSignal([engines, http], logger, STOP_TIMEOUT_MS);
    process.stdout.write(`Orrery service: ${http.url}\n`);
  } catch (error) {
    await engines.stop();
    throw error;
  }
}
