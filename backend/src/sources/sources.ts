import type { Notice } from '@orrery/contract';
import type { Logger, Metrics, Stoppable } from '@orrery/telemetry';
import type { Config } from '../config.ts';
import { createElementsStore, type ElementsStore } from '../data/elements.ts';
import { createObservationsStore, type ObservationsStore } from '../stores/observations.ts';
import { createQuarantine } from '../stores/quarantine.ts';
import { createCelestrakSource } from './celestrak/source.ts';
import { liveFetcher, type Fetcher } from './fetcher.ts';
import { createReplay } from './replay.ts';
import { createSwpcKpSource } from './swpc-kp/source.ts';

/** Group that is fetched at start: it is small, and its satellites fill the variables of the first dashboard. */
const FIRST_GROUP = 'stations';

/** Everything that is not computed: where it comes from and where it is kept. */
export interface Sources extends Stoppable {
  readonly elements: ElementsStore;
  readonly observations: ObservationsStore;
  seriesNotices(series: string): readonly Notice[];
  start(): void;
  /** Resolves when what `start` began to pull is here. */
  settled(): Promise<void>;
}

/** Sources of a configuration; `fetcher` stands in for the network in tests. */
export function createSources(
  config: Config,
  logger: Logger,
  metrics: Metrics,
  fetcher: Fetcher = liveFetcher,
): Sources {
  const replay = config.replayDir === undefined ? null : createReplay(config.replayDir);
  const dataDir = replay ? `${config.dataDir}/replay` : config.dataDir;
  const pulling = config.fetchSources ? { fetcher: replay?.fetcher ?? fetcher } : {};
  const quarantine = createQuarantine(dataDir, metrics);
  const observations = createObservationsStore(dataDir);
  const shared = { dataDir, quarantine, logger, metrics, now: () => Date.now(), ...pulling };
  const celestrak = createCelestrakSource({ ...shared, baseUrl: config.celestrakUrl });
  const kp = createSwpcKpSource({
    ...shared,
    baseUrl: config.swpcUrl,
    store: observations,
    firstPulls: (url) => (replay ? replay.remaining(url) : 1),
  });
  let first: Promise<unknown> = Promise.resolve();
  return {
    name: 'sources',
    elements: createElementsStore(celestrak, config.celestrakGroups),
    observations,
    seriesNotices: (series) => (series === 'kp' ? kp.notices() : []),
    start() {
      kp.start();
      if (config.celestrakGroups.includes(FIRST_GROUP)) first = celestrak.group(FIRST_GROUP);
    },
    async settled() {
      await Promise.all([first, kp.settled()]);
    },
    async stop() {
      await Promise.all([kp.stop(), celestrak.settled()]);
    },
  };
}
