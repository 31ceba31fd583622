import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobStore } from '../ports/index.ts';

const UNFINISHED = '.part';
/** A partial file of this age was left by a process that died. */
const PART_LIFE_MS = 3_600_000;
/** Between the metadata, one line of JSON, and the content. */
const NEWLINE = 0x0a;

/**
 * Blobs as files of a folder, which is created if it is missing. A raw response is written once, read once or twice and
 * removed a month later: in a table, each checkpoint of the engine would rewrite many of them. A file gets its name
 * only when it is complete and on disk, so a process that dies leaves partial files that are never read; they are
 * removed when the folder is opened an hour later.
 */
export async function openBlobFiles(folder: string): Promise<BlobStore> {
  await removeParts(folder);
  return {
    put: async (id, content, metadata) => {
      const file = fileOf(folder, id);
      if (await exists(file)) return;
      await mkdir(dirname(file), { recursive: true });
      const part = `${file}.${randomUUID()}${UNFINISHED}`;
      await writeWhole(part, [Buffer.from(`${JSON.stringify(metadata)}\n`), content]);
      await rename(part, file);
      await syncFolder(dirname(file));
    },
    get: async (id) => {
      const bytes = await readFile(fileOf(folder, id)).catch(nullWhereMissing);
      if (bytes === null) return null;
      const end = bytes.indexOf(NEWLINE);
      return {
        content: new Uint8Array(bytes.subarray(end + 1)),
        metadata: JSON.parse(bytes.toString('utf8', 0, end)) as Record<string, string>,
      };
    },
    delete: async (ids) => {
      for (const id of ids) await rm(fileOf(folder, id), { force: true });
    },
  };
}

/** Named by the hash of the id, as an id may contain characters that a file name may not; spread over 256 folders. */
function fileOf(folder: string, id: string): string {
  const hash = createHash('sha256').update(id).digest('hex');
  return join(folder, hash.slice(0, 2), hash.slice(2));
}

async function writeWhole(file: string, pieces: readonly Uint8Array[]): Promise<void> {
  const handle = await open(file, 'w');
  try {
    for (const piece of pieces) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A new name is on disk once its folder has been synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

async function removeParts(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder, { recursive: true }))
    if (name.endsWith(UNFINISHED) && (await stat(join(folder, name))).mtimeMs < Date.now() - PART_LIFE_MS)
      await rm(join(folder, name), { force: true });
}

const exists = async (file: string): Promise<boolean> => (await stat(file).catch(nullWhereMissing)) !== null;

function nullWhereMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
