import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { startHttp, type Config } from '@orrery/backend';
import { VERSION } from '@orrery/contract';
import {
  baseOf,
  createOpenSession,
  createSources,
  readSourceConfig,
  realClock,
  retentionOf,
  startWorker,
  type Clock,
  type Source,
} from '@orrery/etl-worker';
import { openEmbeddedEngines, openEmbeddedStores } from '@orrery/engines/embedded';
import type { Stores } from '@orrery/stores';
import { createLogger, createMetrics, stopOnSignal, type Logger } from '@orrery/telemetry';
import { simulatedClock } from '../simulation/clock.ts';
import { DEMO_BACK_DAYS, demoOf, manifestOf, prepareDemo, serviceClock } from '../simulation/demo.ts';
import type { Replay } from '../simulation/flags.ts';
import { startReplayHistory, type ReplayHistory } from '../simulation/history.ts';
import type { Manifest } from '../simulation/manifest.ts';
import { startReplayServer, type ReplayServer } from '../simulation/server.ts';
import { createReplaySources } from '../simulation/sources.ts';
import { databaseFile, operatorOf, readersOf } from './database.ts';
import { refuseOpenDoor } from './reach.ts';

/** Service and worker in one process, on one database file in the data folder. */
export async function startEmbedded(config: Config, replay: Replay): Promise<void> {
  const settings = readSourceConfig(process.env);
  const logger = createLogger('orrery', config.logLevel);
  const metrics = createMetrics();
  const manifest = manifestOf(config.replayDir, replay);
  const end = manifest === null ? {} : { toMs: manifest.to };
  const clock = replay.fromMs === null ? realClock : simulatedClock(replay.fromMs, replay.speed, end);
  const server = await startReplay(config, replay, clock);
  const engines = await openEmbeddedEngines(await freshDatabase(config), logger, (error) => endProcess(logger, error));
  const { stores, queue, stream } = engines;
  await refuseOpenDoor(config, stores);
  const sources = config.fetchSources ? await sourcesOf(config, server, replay, clock) : [];
  const history = await startHistory(config, replay, clock, stores, logger, manifest);
  const demo = manifest === null ? null : demoOf(manifest, sources, history);
  await prepareDemo(manifest, { folder: config.replayDir ?? '', stores, logger });
  const recordedGroups = demo === null ? {} : { celestrakGroups: [...(server?.satelliteGroups ?? [])] };
  const readers = readersOf(engines, { ...config, ...recordedGroups }, clock.now, metrics);
  const http = await startHttp({
    config,
    readers,
    operator: operatorOf(stores),
    logger,
    metrics,
    clock: () => serviceClock(clock, replay, manifest, demo),
  });
  const worker = await startWorker({
    stores,
    queue,
    stream,
    clock,
    logger,
    metrics,
    sources,
    onlyPublisher: true,
    forecasts: settings.forecasts === 'on',
    transformsAtATime: 2,
    openSession: createOpenSession({
      state: stores.state,
      clock,
      logger,
      version: VERSION,
      contactUrl: settings.contactUrl,
      nasaApiKey: settings.nasaApiKey,
    }),
    retention: retentionOf(settings),
    settings: { base: server?.base ?? baseOf(settings), nasaApiKey: settings.nasaApiKey },
  });
  stopOnSignal([...(server ? [server] : []), engines, worker, ...(history ? [history] : []), http], logger, 10_000);
  process.stdout.write(`Orrery service: ${http.url}\n`);
}

/**
 * Nothing is lost: what was committed is in the file, and all else is done again by the next start. Staying up would
 * answer nothing.
 */
function endProcess(logger: Logger, error: Error): void {
  logger.fatal({ err: error }, 'the embedded database failed for good; start Orrery again');
  process.exit(1);
}

/** All sources; in a replay those that are recorded. */
async function sourcesOf(
  { celestrakGroups }: Config,
  server: ReplayServer | null,
  { fromMs, speed }: Replay,
  clock: Clock,
): Promise<readonly Source[]> {
  const all = createSources(celestrakGroups);
  if (server === null) return all;
  const pace = { clock: fromMs === null ? null : clock, speed };
  const { sources, notRecorded } = await createReplaySources(all, server.recordings, pace);
  if (notRecorded.length > 0) process.stdout.write(`Not recorded: ${notRecorded.join(', ')}\n`);
  return sources;
}

/**
 * The file of the database; that of a replay begins anew with each start, for its clock does. It is opened before it is
 * removed, so that another process that has it open keeps it: rejects with `notReady` then.
 */
async function freshDatabase(config: Config): Promise<string> {
  const file = databaseFile(config);
  if (config.replayDir === undefined) return file;
  const cleared = `${dirname(file)}.cleared`;
  rmSync(cleared, { recursive: true, force: true });
  if (!existsSync(file)) return file;
  const { stop } = await openEmbeddedStores(file);
  await stop();
  // In one step: a start that is killed between two files would leave a folder of which half is lost.
  renameSync(dirname(file), cleared);
  rmSync(cleared, { recursive: true });
  return file;
}

async function startReplay(
  { replayDir }: Config,
  { fromMs, faults, seed }: Replay,
  clock: Clock,
): Promise<ReplayServer | null> {
  if (replayDir === undefined) return null;
  return startReplayServer({ folder: replayDir, clock: fromMs === null ? null : clock, faults, seed });
}

async function startHistory(
  { replayDir, fetchSources }: Config,
  { fromMs }: Replay,
  clock: Clock,
  stores: Stores,
  logger: Logger,
  manifest: Manifest | null,
): Promise<ReplayHistory | null> {
  if (replayDir === undefined || !fetchSources) return null;
  return startReplayHistory({
    folder: replayDir,
    clock: fromMs === null ? null : clock,
    stores,
    logger,
    ...(manifest === null ? {} : { backDays: DEMO_BACK_DAYS }),
  });
}
