import { STATE } from '@orrery/contract';
import { createSources } from '@orrery/etl-worker';
import type { Stores } from '@orrery/stores';
import { listState } from '@orrery/stores/typed';
import type { Command } from 'commander';
import { isoMinute, print, table } from './kit/output.ts';
import { storeOptions, withStores, type StoreFlags } from './kit/stores.ts';

export function sourcesCommand(program: Command): void {
  storeOptions(program.command('sources'))
    .description('Prints the sources, how often each is pulled and how its last run went.')
    .action(async (flags: StoreFlags) =>
      print(await withStores(flags, 'existing', ({ stores }) => sourceTable(stores))),
    );
}

async function sourceTable({ state }: Stores): Promise<string> {
  const rows = await Promise.all(
    createSources().map(async ({ info }) => {
      const [last] = await listState(state, STATE.runs, [info.id], 1);
      const run = last?.value;
      return [
        info.id,
        info.publisher,
        `${info.cadenceMs / 60_000} min`,
        isoMinute(run?.startedMs ?? null),
        run?.outcome ?? 'never',
        String(run?.records ?? ''),
        isoMinute(run?.newestMs ?? null),
        run?.error ?? '',
      ];
    }),
  );
  return table(['source', 'publisher', 'every', 'last run', 'outcome', 'records', 'newest', 'error'], rows);
}
