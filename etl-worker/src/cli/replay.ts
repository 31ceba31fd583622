import { OrreryError } from '@orrery/contract';
import type { Stores } from '@orrery/stores';
import { writeDirect } from '../stages/sink/direct.ts';
import { quarantinedRecord } from '../ledger/ids.ts';
import { readRaw, type RawEntry } from '../ledger/raw.ts';
import { transformChecked } from '../stages/transform/transform.ts';
import type { Source } from '../providers/source.ts';
import { createProgress } from './output.ts';

const ALL = 10_000_000;

export interface ReplaySelection {
  readonly rawIds: readonly string[];
  /** Every raw response of this source; with neither, of all sources. */
  readonly source?: string;
}

/**
 * Runs the transforms again over kept raw responses and writes what they give, oldest first, so that what came last
 * wins as it did then. Throws `notFound` for ids that are not kept.
 */
export async function replayRaw(
  stores: Stores,
  sources: readonly Source[],
  selection: ReplaySelection,
): Promise<{ readonly raws: number; readonly records: number; readonly rejects: number }> {
  const entries = await selectRaws(stores, selection);
  const byId = new Map(sources.map((source) => [source.info.id, source]));
  const progress = createProgress('replay', entries.length);
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

async function selectRaws({ state }: Stores, { rawIds, source }: ReplaySelection): Promise<readonly RawEntry[]> {
  const kept = await state.list(source === undefined ? 'raw:' : `raw:${source}:`, ALL);
  const entries = kept.map(({ value }) => value as RawEntry).sort((a, b) => a.retrievedAtMs - b.retrievedAtMs);
  if (rawIds.length === 0) return entries;
  const wanted = new Set(rawIds);
  const found = entries.filter(({ rawId }) => wanted.delete(rawId));
  if (wanted.size > 0) throw new OrreryError('notFound', `Not kept: ${[...wanted].join(', ')}.`);
  return found;
}
