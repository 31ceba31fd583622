import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { OrreryError, STATE, type LoadState } from '@orrery/contract';
import { historyFileOf, quarantinedRecord, sha256, withinHorizon, writeDirect } from '@orrery/etl-worker';
import type { Stores } from '@orrery/stores';
import { readState, writeState } from '@orrery/stores/typed';
import type { Command } from 'commander';
import { createProgress, print } from './kit/output.ts';
import { storeOptions, withStores, type StoreFlags } from './kit/stores.ts';

export function loadCommand(program: Command): void {
  storeOptions(program.command('load'))
    .summary('load files of history')
    .description(
      'Loads files of history (OMNI2, SW-All, Kp_ap, finals2000A), plain or .gz, or folders with them. Interrupted, it continues where it was.',
    )
    .argument('<path...>', 'files or folders')
    .action(async (paths: readonly string[], flags: StoreFlags) => {
      historyFiles(paths);
      const { files, skipped, records, rejects } = await withStores(flags, 'any', ({ stores }) =>
        loadHistory(stores, paths, Date.now()),
      );
      print(`${files} files, ${skipped} of them loaded before; ${records} records written, ${rejects} set aside`);
    });
}

export interface LoadSummary {
  readonly files: number;
  readonly skipped: number;
  readonly records: number;
  readonly rejects: number;
}

/**
 * Files below the paths that a parser of history knows; a folder's other files are left alone. Throws `notFound` or
 * `invalidRequest`.
 */
export function historyFiles(paths: readonly string[]): readonly string[] {
  const files = paths.flatMap((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) throw new OrreryError('notFound', `load ${path}: there is no such file or folder.`);
    if (!stat.isDirectory()) return [path];
    return readdirSync(path, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((name) => join(path, name))
      .filter((file) => historyFileOf(file) !== null);
  });
  const unknown = files.find((file) => historyFileOf(file) === null);
  if (unknown !== undefined)
    throw new OrreryError(
      'invalidRequest',
      `load ${unknown}: not a file of history; omni2_YEAR.dat[.gz], SW-All*.csv[.gz], Kp_ap*.txt[.gz] and finals2000A.* are.`,
    );
  if (files.length === 0) throw new OrreryError('notFound', `load ${paths.join(' ')}: no files of history in it.`);
  return files;
}

/** Loads files of history. Broken off, it goes on where it was; a file that is loaded and unchanged is skipped. */
export async function loadHistory(stores: Stores, paths: readonly string[], nowMs: number): Promise<LoadSummary> {
  const files = historyFiles(paths);
  const progress = createProgress('load', files.length);
  let summary: LoadSummary = { files: files.length, skipped: 0, records: 0, rejects: 0 };
  for (const [index, file] of files.entries()) {
    const state = await loadFile(stores, file, nowMs, (share) => progress.update(index + share, basename(file)));
    summary = {
      ...summary,
      skipped: summary.skipped + (state.fresh ? 0 : 1),
      records: summary.records + (state.fresh ? state.records : 0),
      rejects: summary.rejects + (state.fresh ? state.rejects : 0),
    };
  }
  progress.end(`${summary.records} records`);
  return summary;
}

async function loadFile(
  stores: Stores,
  file: string,
  nowMs: number,
  onProgress: (share: number) => void,
): Promise<LoadState & { fresh: boolean }> {
  const bytes = readFileSync(file);
  const body = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const id = sha256(body);
  const known = await readState(stores.state, STATE.loads, id);
  if (known?.done) return { ...known, fresh: false };
  const kind = historyFileOf(file);
  if (kind === null) throw new OrreryError('invalidRequest', `load ${file}: not a file of history.`);
  // The time of the file and not of the loading: a repeat must not look newer than what came since.
  const retrievedAtMs = Math.floor(statSync(file).mtimeMs);
  const { records, rejects } = withinHorizon(kind.parse({ body, retrievedAtMs }), nowMs);
  await stores.quarantine.add(rejects.map(({ reason, raw }) => quarantinedRecord(kind.info.id, reason, raw, nowMs)));
  let written = known?.written ?? 0;
  const state = (done: boolean): LoadState => ({
    file: basename(file),
    written,
    records: records.length,
    rejects: rejects.length,
    done,
  });
  await writeDirect(stores, records.slice(written), async (count) => {
    written += count;
    await writeState(stores.state, STATE.loads, [id], state(false), nowMs);
    onProgress(written / records.length);
  });
  await writeState(stores.state, STATE.loads, [id], state(true), nowMs);
  return { ...state(true), fresh: true };
}
