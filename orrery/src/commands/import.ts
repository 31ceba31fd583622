import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OrreryError, type DocumentRecord, type Observation, type QuarantinedRecord } from '@orrery/contract';
import type { Stores } from '@orrery/stores';
import type { Command } from 'commander';
import { extract } from 'tar';
import {
  FORMAT,
  isExported,
  isTar,
  NAMES,
  type BlobLine,
  type ExportCounts,
  type StateLine,
} from './kit/export-format.ts';
import { readLines } from './kit/lines.ts';
import { createProgress, print } from './kit/output.ts';
import { storeOptions, withStores, type StoreFlags } from './kit/stores.ts';

/** Records of one write. */
const PAGE = 500;
const GROUP = 10_000;
const BLOBS = 20;

export function importCommand(program: Command): void {
  storeOptions(program.command('import'))
    .summary('read an export')
    .description('Reads an export into the same or other engines. Repeated it changes nothing.')
    .argument('<source>', 'FILE.tar, or a folder')
    .action(async (source: string, flags: StoreFlags) => {
      requireExport(source);
      print(JSON.stringify(await withStores(flags, 'any', ({ stores }) => importStore(stores, source))));
    });
}

function requireExport(source: string): void {
  if (!existsSync(source)) throw new OrreryError('notFound', `import ${source}: there is no such file or folder.`);
}

/**
 * Reads an export into the stores. Everything is written by its natural key: repeated, it changes nothing. Throws
 * `notFound` or `invalidRequest`.
 */
export async function importStore(stores: Stores, source: string): Promise<ExportCounts> {
  requireExport(source);
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

async function importFolder(
  { series, archive, documents, blobs, quarantine, state }: Stores,
  folder: string,
): Promise<ExportCounts> {
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
    await series.write(points);
    await archive.archive(points);
  });
  await read<DocumentRecord>('documents', PAGE, (records) => documents.upsert(records));
  await read<BlobLine>('blobs', BLOBS, async (lines) => {
    for (const { id, content, metadata } of lines) await blobs.put(id, Buffer.from(content, 'base64'), metadata);
  });
  await read<QuarantinedRecord>('quarantine', PAGE, (records) => quarantine.add(records));
  await read<StateLine>('state', PAGE, async (lines) => {
    for (const { key, value, atMs } of lines) if (isExported(key)) await state.put(key, value, atMs);
  });
  progress.end(`${counts['observations']} observations, ${counts['documents']} documents`);
  return counts as ExportCounts;
}
