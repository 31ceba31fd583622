import { OrreryError, STATE, type RawEntry } from '@orrery/contract';
import {
  createSources,
  quarantinedRecord,
  readRaw,
  transformChecked,
  writeDirect,
  type Source,
} from '@orrery/etl-worker';
import type { Stores } from '@orrery/stores';
import { listState } from '@orrery/stores/typed';
import type { Command } from 'commander';
import { createProgress, print } from './kit/output.ts';
import { storeOptions, withStores, type StoreFlags } from './kit/stores.ts';

const ALL = 10_000_000;

export function retransformCommand(program: Command): void {
  storeOptions(program.command('retransform'))
    .summary('run the transforms again over kept raw responses')
    .description(
      'Runs the transforms again over kept raw responses: all, those of one source, or these. What is newer stays.',
    )
    .argument('[rawId...]', 'ids of raw responses')
    .option('--source <id>', 'those of one source')
    .action(async (rawIds: readonly string[], { source, ...flags }: StoreFlags & { readonly source?: string }) => {
      const selection = { rawIds, ...(source === undefined ? {} : { source }) };
      const { raws, records, rejects } = await withStores(flags, 'existing', ({ stores }) =>
        retransform(stores, createSources(), selection),
      );
      print(`${raws} raw responses, ${records} records written, ${rejects} set aside`);
    });
}

export interface RawSelection {
  readonly rawIds: readonly string[];
  /** Every raw response of this source; with neither, of all sources. */
  readonly source?: string;
}

/**
 * Runs the transforms again over kept raw responses and writes what they give, oldest first, so that what came last
 * wins as it did then. Throws `notFound` for ids that are not kept.
 */
export async function retransform(
  stores: Stores,
  sources: readonly Source[],
  selection: RawSelection,
): Promise<{ readonly raws: number; readonly records: number; readonly rejects: number }> {
  const entries = await selectRaws(stores, selection);
  const byId = new Map(sources.map((source) => [source.info.id, source]));
  const progress = createProgress('retransform', entries.length);
  let [records, rejects] = [0, 0];
  for (const [index, entry] of entries.entries()) {
    const source = byId.get(entry.source);
    if (!source)
      throw new OrreryError(
        'notFound',
        `The source ${entry.source} of a kept response is not in the registry any more.`,
      );
    const result = transformChecked(source, await readRaw(stores.blobs, entry));
    await stores.quarantine.add(
      result.rejects.map(({ reason, raw }) => quarantinedRecord(entry.source, reason, raw, entry.retrievedAtMs)),
    );
    await writeDirect(stores, result.records);
    records += result.records.length;
    rejects += result.rejects.length;
    progress.update(index + 1, entry.source);
  }
  progress.end(`${records} records`);
  return { raws: entries.length, records, rejects };
}

async function selectRaws({ state }: Stores, { rawIds, source }: RawSelection): Promise<readonly RawEntry[]> {
  const kept = await listState(state, STATE.raws, source === undefined ? [] : [source], ALL);
  const entries = kept.map(({ value }) => value).sort((a, b) => a.retrievedAtMs - b.retrievedAtMs);
  if (rawIds.length === 0) return entries;
  const wanted = new Set(rawIds);
  const found = entries.filter(({ rawId }) => wanted.delete(rawId));
  if (wanted.size > 0) throw new OrreryError('notFound', `Not kept: ${[...wanted].join(', ')}.`);
  return found;
}
