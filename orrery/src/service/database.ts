import { join } from 'node:path';
import {
  countUnreadable,
  createKey,
  createReaders,
  listKeys,
  revokeKey,
  type Config,
  type Operator,
  type Readers,
} from '@orrery/backend';
import { OrreryError } from '@orrery/contract';
import type { Engines } from '@orrery/engines';
import { PROVIDERS, resumeProvider, stopsInForce } from '@orrery/etl-worker';
import type { Stores } from '@orrery/stores';
import type { Metrics } from '@orrery/telemetry';
import { CONSUMER_GROUPS } from '@orrery/engines';

/** The database file of a configuration; that of a replay is another. */
export const databaseFile = ({ dataDir, replayDir }: Pick<Config, 'dataDir' | 'replayDir'>): string =>
  join(dataDir, ...(replayDir === undefined ? [] : ['replay']), 'orrery.db');

/** What queries read from, over engines that this process has open; `now` is the clock of the pipeline. */
export const readersOf = (
  { stores, queue, stream }: Engines,
  config: Config,
  now: () => number,
  metrics?: Metrics,
): Readers =>
  createReaders({
    stores,
    pipeline: { queue, stream, groups: CONSUMER_GROUPS },
    config,
    now,
    ...(metrics ? { unreadable: countUnreadable(metrics) } : {}),
  });

/** The stops of providers and the keys in stores that this process has open. */
export const operatorOf = ({ state }: Pick<Stores, 'state'>): Operator => ({
  stops: () => stopsInForce(state),
  resume: async (name) => {
    const provider = PROVIDERS.find(({ id }) => id === name);
    if (provider === undefined)
      throw new OrreryError(
        'unknownName',
        `No provider ${name}; there are ${PROVIDERS.map(({ id }) => id).join(', ')}.`,
      );
    return resumeProvider(state, provider, Date.now());
  },
  keys: () => listKeys(state),
  createKey: (name, terms) => createKey(state, name, terms, Date.now()),
  revokeKey: (name) => revokeKey(state, name),
});
