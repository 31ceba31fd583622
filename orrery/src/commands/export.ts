import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  COLLECTIONS,
  readBody,
  STATE,
  type CollectionName,
  type DocumentRecord,
  type Observation,
} from '@orrery/contract';
import type { DocumentStore, Stores } from '@orrery/stores';
import { listState } from '@orrery/stores/typed';
import type { Command } from 'commander';
import { create } from 'tar';
import { FORMAT, isExported, isTar, NAMES, type BlobLine, type ExportCounts } from './kit/export-format.ts';
import { writeLines } from './kit/lines.ts';
import { createProgress, print } from './kit/output.ts';
import { storeOptions, withStores, type StoreFlags } from './kit/stores.ts';

const ALL = 10_000_000;
/** Longer than any data reaches, and a time that every engine can hold: the years 1500 to 2439. */
const ALWAYS_MS = 14_800_000_000_000;
const PAGE = 500;

export function exportCommand(program: Command): void {
  storeOptions(program.command('export'))
    .summary('write all that the stores hold')
    .description('Writes all that the stores hold, for import into the same or other engines.')
    .argument('<target>', 'FILE.tar, or a folder')
    .action(async (target: string, flags: StoreFlags) => {
      const counts = await withStores(flags, 'existing', ({ stores }) => exportStore(stores, target, Date.now()));
      print(JSON.stringify(counts));
    });
}

/** Writes all that the stores hold into a folder or a tar, streaming. */
export async function exportStore(stores: Stores, target: string, nowMs: number): Promise<ExportCounts> {
  const folder = isTar(target) ? mkdtempSync(join(dirname(target), '.orrery-export-')) : target;
  try {
    mkdirSync(folder, { recursive: true });
    const progress = createProgress('export', NAMES.length);
    const feeds = {
      observations: observations(stores),
      documents: documents(stores.documents),
      blobs: blobs(stores),
      quarantine: each(await stores.quarantine.list({ limit: ALL })),
      state: each((await stores.state.list('', ALL)).filter(({ key }) => isExported(key)).reverse()),
    };
    const counts: Record<string, number> = {};
    for (const [index, name] of NAMES.entries()) {
      counts[name] = await writeLines(join(folder, `${name}.jsonl.gz`), feeds[name]);
      progress.update(index + 1, name);
    }
    writeFileSync(
      join(folder, 'manifest.json'),
      `${JSON.stringify({ format: FORMAT, exportedAtMs: nowMs, counts }, null, 2)}\n`,
    );
    if (isTar(target)) await create({ file: target, cwd: folder }, readdirSync(folder));
    progress.end(`${counts['observations']} observations, ${counts['documents']} documents`);
    return counts as ExportCounts;
  } finally {
    if (folder !== target) rmSync(folder, { recursive: true, force: true });
  }
}

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

/**
 * All points that the archive holds, as they were given: series and archive get the same ones, and only the archive
 * keeps where they come from.
 */
async function* observations({ series, archive }: Stores): AsyncGenerator<Observation> {
  for (const name of await archive.seriesNames()) {
    yield* archive.points(name, -ALWAYS_MS, ALWAYS_MS);
    const behind = (await series.count(name)) - (await archive.count(name));
    if (behind > 0)
      process.stderr.write(`${name}: ${behind} points are not archived yet; export again when the sinks are done.\n`);
  }
}

async function* documents(store: DocumentStore): AsyncGenerator<DocumentRecord> {
  for (const collection of COLLECTIONS) yield* pages(store, collection);
}

/**
 * Newest first, page by page; documents of one moment may be more than a page, so pages grow until they bring something
 * new.
 */
async function* pages(store: DocumentStore, collection: CollectionName): AsyncGenerator<DocumentRecord> {
  const seen = new Set<string>();
  let toMs: number | null = null;
  let limit = PAGE;
  for (;;) {
    const page: readonly DocumentRecord[] = await store.find(collection, { limit, ...(toMs === null ? {} : { toMs }) });
    const fresh = page.filter(({ id }) => !seen.has(id));
    for (const record of fresh) seen.add(record.id);
    yield* fresh;
    if (page.length < limit) return;
    if (fresh.length === 0) limit *= 2;
    toMs = Math.min(...page.map(({ timeMs }) => timeMs));
  }
}

/** Raw responses, and the weights of the models. */
async function* blobs({ documents, blobs: store, state }: Stores): AsyncGenerator<BlobLine> {
  const ids = (await listState(state, STATE.raws, [], ALL)).map(({ value }) => value.rawId);
  const models = await documents.find('model', { limit: ALL });
  for (const id of [...ids, ...models.flatMap(({ body }) => readBody('model', body).body?.weightsBlob ?? [])]) {
    const blob = await store.get(id);
    if (blob) yield { id, content: Buffer.from(blob.content).toString('base64'), metadata: blob.metadata };
  }
}
