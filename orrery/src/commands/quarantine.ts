import type { Command } from 'commander';
import { wholeNumber } from '../flags.ts';
import { isoMinute, print, table } from './kit/output.ts';
import { storeOptions, withStores, type StoreFlags } from './kit/stores.ts';

interface QuarantineFlags extends StoreFlags {
  readonly source?: string;
  readonly limit: number;
}

export function quarantineCommand(program: Command): void {
  storeOptions(program.command('quarantine'))
    .description('Prints the records that were set aside, and why.')
    .option('--source <id>', 'those of one source')
    .option('--limit <n>', 'at most so many, the newest', wholeNumber(1), 50)
    .action(async ({ source, limit, ...flags }: QuarantineFlags) => {
      const kept = await withStores(flags, 'existing', ({ stores }) =>
        stores.quarantine.list({ limit, ...(source === undefined ? {} : { source }) }),
      );
      const rows = kept.map(({ atMs, source: id, reason, raw }) => [
        isoMinute(atMs),
        id,
        reason,
        raw.slice(0, 80).replace(/\s+/g, ' '),
      ]);
      print(table(['at', 'source', 'reason', 'raw'], rows));
    });
}
