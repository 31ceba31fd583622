import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  COLLECTIONS,
  modelCardSchema,
  OrreryError,
  type CollectionName,
  type DocumentRecord,
  type Observation,
  type QuarantinedRecord,
} from '@orrery/contract';
import type { DocumentStore, Stores } from '@orrery/stores';
import { create, extract } from 'tar';
import type { RawEntry } from '../ledger/raw.ts';
import { readLines, writeLines } from './lines.ts';
import { createProgress } from './output.ts';

const FORMAT = 1;
const ALL = 10_000_000;
/** Longer than any data reaches, and a time that every engine can hold: the years 1500 to 2439. */
const ALWAYS_MS = 14_800_000_000_000;
const PAGE = 500;
const GROUP = 10_000;
const BLOBS = 20;

interface BlobLine {
  readonly id: string;
  readonly content: string;
  readonly metadata: Readonly<Record<string, string>>;
}
interface StateLine {
  readonly key: string;
  readonly value: unknown;
  readonly atMs: number;
}
export type CarryCounts = Readonly<Record<'observations' | 'documents' | 'blobs' | 'quarantine' | 'state', number>>;
const NAMES = ['observations', 'documents', 'blobs', 'quarantine', 'state'] as const;
const isTar = (path: string): boolean => path.endsWith('.tar');

/** Writes all that the stores hold into a folder or a tar, streaming. */
export async function exportStore(stores: Stores, target: string, nowMs: number): Promise<CarryCounts> {
  const folder = isTar(target) ? mkdtempSync(join(dirname(target), '.orrery-export-')) : target;
  try {
    mkdirSync(folder, { recursive: true });
    const progress = createProgress('export', NAMES.length);
    const feeds = {
      observations: observations(stores),
      documents: documents(stores.documents),
      blobs: blobs(stores),
      quarantine: each(await stores.quarantine.list({ limit: ALL })),
      state: each([...(await stores.state.list('', ALL))].reverse()),
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
    return counts as CarryCounts;
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
  const ids = (await state.list('raw:', ALL)).map(({ value }) => (value as RawEntry).rawId);
  const models = await documents.find('model', { limit: ALL });
  for (const id of [...ids, ...models.map(({ body }) => modelCardSchema.parse(JSON.parse(body)).weightsBlob)]) {
    const blob = await store.get(id);
    if (blob) yield { id, content: Buffer.from(blob.content).toString('base64'), metadata: blob.metadata };
  }
}

/**
 * Reads an export into the stores. Everything is written by its natural key: repeated, it changes nothing. Throws
 * `notFound` or `invalidRequest`.
 */
export async function importStore(stores: Stores, source: string): Promise<CarryCounts> {
  if (!existsSync(source)) throw new OrreryError('notFound', `import ${source}: there is no such file or folder.`);
  const folder = isTar(source) ? mkdtempSync(join(dirname(source), '.orrery-import-')) : source;
  try {
    if (isTar(source)) await extract({ file: source, cwd: folder });
    const manifest = join(folder, 'manifest.json');
    if (!existsSync(manifest))
      throw new OrreryError('invalidRequest', `import ${source}: no manifest.json in it; is it an export of Orrery?`);
    const { format } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly format: number };
    if (format !== FORMAT)
      throw new OrreryError(
        'invalidRequest',
        `import ${source}: its format is ${format}, this Orrery reads ${FORMAT}.`,
      );
    return await importFolder(stores, folder);
  } finally {
    if (folder !== source) rmSync(folder, { recursive: true, force: true });
  }
}

async function importFolder(stores: Stores, folder: string): Promise<CarryCounts> {
  const progress = createProgress('import', NAMES.length);
  const counts: Record<string, number> = {};
  const read = async <T>(
    name: (typeof NAMES)[number],
    size: number,
    write: (group: readonly T[]) => Promise<void>,
  ): Promise<void> => {
    let count = 0;
    for await (const group of readLines<T>(join(folder, `${name}.jsonl.gz`), size)) {
      await write(group);
      count += group.length;
    }
    counts[name] = count;
    progress.update(Object.keys(counts).length, name);
  };
  await read<Observation>('observations', GROUP, async (points) => {
    await stores.series.write(points);
    await stores.archive.archive(points);
  });
  await read<DocumentRecord>('documents', PAGE, (records) => stores.documents.upsert(records));
  await read<BlobLine>('blobs', BLOBS, async (lines) => {
    for (const { id, content, metadata } of lines) await stores.blobs.put(id, Buffer.from(content, 'base64'), metadata);
  });
  await read<QuarantinedRecord>('quarantine', PAGE, (records) => stores.quarantine.add(records));
  await read<StateLine>('state', PAGE, async (lines) => {
    for (const { key, value, atMs } of lines) await stores.state.put(key, value, atMs);
  });
  progress.end(`${counts['observations']} observations, ${counts['documents']} documents`);
  return counts as CarryCounts;
}
