import { join } from 'node:path';
import type { Notice } from '@orrery/contract';
import type { Logger, Metrics } from '@orrery/telemetry';
import type { ObservationsStore } from '../../stores/observations.ts';
import type { Quarantine } from '../../stores/quarantine.ts';
import { reasonOf, type Fetcher } from '../fetcher.ts';
import { writeWhole } from '../files.ts';
import { parsePlanetaryK } from './transform.ts';

const PATH = '/products/noaa-planetary-k-index.json';
/** The index is made every 3 h; asked every 10 min with the validators of the last answer it costs SWPC a 304. */
const POLL_MS = 10 * 60_000;
const CADENCE_MS = 3 * 3600_000;
/** Three hours of interval, up to three until it is published. */
const STALE_MS = 2 * CADENCE_MS + 3600_000;

export interface SwpcKpOptions {
  readonly baseUrl: string;
  readonly dataDir: string;
  /** Absent: never pull. */
  readonly fetcher?: Fetcher;
  /** Pulls at start: as many as there are recordings in a replay, else one. */
  readonly firstPulls: (url: URL) => number;
  readonly store: ObservationsStore;
  readonly quarantine: Quarantine;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly now: () => number;
}

/**
 * Planetary K index of NOAA SWPC, 3-hourly, series `kp`. Public domain. Natural key: start of the interval, UTC.
 */
export interface SwpcKpSource {
  start(): void;
  stop(): Promise<void>;
  /** What must be said beside the numbers: the source unreachable, the newest value too old. */
  notices(): readonly Notice[];
  /** Resolves when the pulls of the start are done. */
  settled(): Promise<void>;
}

export function createSwpcKpSource(options: SwpcKpOptions): SwpcKpSource {
  const url = new URL(PATH, options.baseUrl);
  let timer: NodeJS.Timeout | undefined;
  let failure: string | null = null;
  let validators: Record<string, string> = {};
  let running: Promise<void> = Promise.resolve();

  const pull = async (fetcher: Fetcher): Promise<void> => {
    try {
      const { status, headers, body } = await fetcher(url, validators);
      options.metrics.sourceFetches.inc({ source: 'swpc-kp', outcome: String(status) });
      failure = status === 200 || status === 304 ? null : `answered ${status}`;
      if (status === 200) {
        validators = validatorsOf(headers);
        ingest(body, options);
      }
    } catch (error) {
      failure = reasonOf(error);
      options.metrics.sourceFetches.inc({ source: 'swpc-kp', outcome: 'unreachable' });
    }
    if (failure !== null) options.logger.warn({ source: 'swpc-kp', reason: failure }, 'NOAA SWPC cannot be used');
  };

  const firstPulls = async (fetcher: Fetcher): Promise<void> => {
    const pulls = options.firstPulls(url);
    for (let i = 0; i < pulls; i++) await pull(fetcher);
  };

  return {
    start() {
      const { fetcher } = options;
      if (!fetcher) return;
      running = firstPulls(fetcher);
      timer = setInterval(() => (running = pull(fetcher)), POLL_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      await running;
    },
    settled: () => running,
    notices: () => trouble(options, failure),
  };
}

function validatorsOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  const { etag, 'last-modified': modified } = headers;
  return { ...(etag ? { 'if-none-match': etag } : {}), ...(modified ? { 'if-modified-since': modified } : {}) };
}

/** Raw first, so that the transform can be run again; then the records and the rejects. */
function ingest(body: string, { dataDir, now, store, quarantine, logger, metrics }: SwpcKpOptions): void {
  writeWhole(join(dataDir, 'swpc-kp', 'latest.json'), body);
  const { records, rejects } = parsePlanetaryK(body);
  store.upsert('kp', records);
  quarantine.add('swpc-kp', rejects, now());
  const newest = store.newest('kp');
  if (newest) metrics.sourceDataTimestamp.set({ source: 'swpc-kp' }, newest.timeMs / 1000);
  logger.info({ source: 'swpc-kp', records: records.length, rejects: rejects.length }, 'ingested');
}

function trouble(options: SwpcKpOptions, failure: string | null): Notice[] {
  const newest = options.store.newest('kp');
  const have = newest
    ? `The newest Kp here is of ${new Date(newest.timeMs).toISOString()}.`
    : 'There is no Kp here yet.';
  if (!options.fetcher)
    return newest ? [] : [{ severity: 'warning', text: `Pulling from NOAA SWPC is switched off. ${have}` }];
  if (failure !== null)
    return [{ severity: 'warning', text: `NOAA SWPC could not be reached for Kp (${failure}). ${have}` }];
  if (!newest || options.now() - newest.timeMs > STALE_MS)
    return [{ severity: 'warning', text: `Kp is stale. ${have}` }];
  return [];
}
