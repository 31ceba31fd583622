import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { readConfig, type Config } from '@orrery/backend';
import { OrreryError } from '@orrery/contract';
import { readEngineSettings, type OpenStores } from '@orrery/engines';
import { openEmbeddedStores } from '@orrery/engines/embedded';
import type { Command } from 'commander';
import { databaseFile } from '../../service/database.ts';

/** Flags by which every command finds the stores. */
export interface StoreFlags {
  readonly dataDir?: string;
  readonly replay?: string;
  readonly distributed?: boolean;
}

export const storeOptions = (command: Command): Command =>
  command
    .option('--data-dir <folder>', 'the folder of the embedded database (default: ORRERY_DATA_DIR, else .orrery)')
    .option('--replay <folder>', 'the database of the replay of that folder')
    .option('--distributed', 'the servers of ORRERY_INFLUX_URL, ORRERY_POSTGRES_URL, ORRERY_MONGO_URL … instead');

/** Settings of the service by the flags and the environment. */
export const configOf = (flags: StoreFlags & { readonly host?: string; readonly port?: string }): Config => {
  const { dataDir, replay: replayDir, host, port } = flags;
  return readConfig({ dataDir, replayDir, host, port }, process.env);
};

/** Whether there is a store to open: an embedded one may not have been made yet. */
export const hasStores = (flags: StoreFlags): boolean =>
  flags.distributed === true || existsSync(databaseFile(configOf(flags)));

/** What to say where a command that only reads finds no database; it makes none. */
export const noDatabase = (file: string): OrreryError =>
  new OrreryError(
    'notFound',
    `There is no database of Orrery in ${dirname(file)}; name its folder with --data-dir (npm start makes one).`,
  );

/** `existing`: the embedded database must be there already; `any`: it is made where it is not. */
export type Which = 'existing' | 'any';

/**
 * Opens the stores that the flags name. Rejects with `notFound` where an embedded database must exist and does not, and
 * with `notReady` where another process has it open.
 */
async function openStores(flags: StoreFlags, which: Which): Promise<OpenStores> {
  if (flags.distributed) {
    // The clients of five servers, which the embedded database needs none of.
    const { openDistributedStores } = await import('@orrery/engines/distributed');
    return openDistributedStores(readEngineSettings(process.env));
  }
  const file = databaseFile(configOf(flags));
  if (which === 'existing' && !existsSync(file)) throw noDatabase(file);
  return openEmbeddedStores(file);
}

/** Opens the stores, works and closes them. */
export async function withStores<T>(
  flags: StoreFlags,
  which: Which,
  work: (open: OpenStores) => Promise<T>,
): Promise<T> {
  const open = await openStores(flags, which);
  try {
    return await work(open);
  } finally {
    await open.stop();
  }
}
