import { readConfig } from '@orrery/backend';
import type { Command } from 'commander';
import { startEmbedded } from '../service/embedded.ts';
import { replayOf, replayOptions, type ReplayFlags } from '../simulation/flags.ts';
import { UsageError } from '../flags.ts';
import { serve } from './kit/serve.ts';

interface ServiceCommandFlags extends ReplayFlags {
  readonly host?: string;
  readonly port?: string;
  readonly dataDir?: string;
  readonly logLevel?: string;
  readonly distributed?: boolean;
  readonly insecure?: boolean;
}

export function serviceCommand(program: Command): void {
  const command = program
    .command('service')
    .summary('the service, with its worker in the same process')
    .description(
      'Starts the service. With its worker it is one process on one database file; with --distributed it is the service alone, on the servers that workers fill.',
    )
    .option('--host <address>', 'where it listens (default: ORRERY_HOST, else 127.0.0.1)')
    .option('--port <number>', 'its port (default: ORRERY_PORT, else 4310)')
    .option('--data-dir <folder>', 'where the database is (default: ORRERY_DATA_DIR, else .orrery)')
    .option('--insecure', 'answer whoever reaches an address of --host that is not loopback, without a key')
    .option('--log-level <level>', 'trace, debug, info, warn, error, fatal or silent (default: info)')
    .option(
      '--distributed',
      'on the servers of ORRERY_INFLUX_URL, ORRERY_POSTGRES_URL, ORRERY_MONGO_URL … (also ORRERY_ENGINES=distributed)',
    );
  replayOptions(command).action((flags: ServiceCommandFlags) => serve(() => startService(flags)));
}

async function startService(flags: ServiceCommandFlags): Promise<void> {
  const { host, port, dataDir, logLevel, replay: replayDir } = flags;
  const replay = replayOf(flags);
  const insecure = flags.insecure ? 'true' : undefined;
  const config = readConfig({ host, port, dataDir, logLevel, replayDir, insecure }, process.env);
  const distributed = flags.distributed ?? process.env['ORRERY_ENGINES'] === 'distributed';
  if (!distributed) return startEmbedded(config, replay);
  if (config.replayDir !== undefined)
    throw new UsageError('--replay (ORRERY_REPLAY): with --distributed the service pulls nothing; leave one out.');
  const { startDistributed } = await import('../service/distributed.ts');
  return startDistributed(config);
}
