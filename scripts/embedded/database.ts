import { join } from 'node:path';
import { createReaders, type Config, type Readers } from '../../backend/src/index.ts';
import type { Engines } from '@orrery/etl-worker';
import { CONSUMER_GROUPS } from '@orrery/pipeline/settings';

/** The database file of a configuration; that of a replay is another. */
export const databaseFile = ({ dataDir, replayDir }: Pick<Config, 'dataDir' | 'replayDir'>): string =>
  join(dataDir, ...(replayDir === undefined ? [] : ['replay']), 'orrery.db');

/** What queries read from, over engines that this process has open; `now` is the clock of the pipeline. */
export const readersOf = ({ stores, queue, stream }: Engines, config: Config, now: () => number): Readers =>
  createReaders({ stores, pipeline: { queue, stream, groups: CONSUMER_GROUPS }, config, now });
