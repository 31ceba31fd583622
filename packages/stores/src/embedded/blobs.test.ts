import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUR_MS } from '@orrery/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBlobFiles } from './blobs.ts';

describe('blobs in a folder', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'orrery-blobs-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const files = async (): Promise<string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).filter((f) => f.isFile()).map((f) => f.name);

  it('are files that outlive their writer, whatever characters their ids have', async () => {
    const ids = ['sha256:a/../../b', '', 'x'.repeat(1000)];
    const first = await openBlobFiles(join(folder, 'made/here'));
    for (const id of ids) await first.put(id, Buffer.from(`line\n${id}`), { id });
    const second = await openBlobFiles(join(folder, 'made/here'));
    for (const id of ids) {
      const blob = await second.get(id);
      expect(Buffer.from(blob!.content).toString()).toBe(`line\n${id}`);
      expect(blob!.metadata).toEqual({ id });
    }
    expect(await files()).toHaveLength(ids.length);
  });

  it('leaves no partial file behind, and removes those of processes that died', async () => {
    const blobs = await openBlobFiles(folder);
    await Promise.all(Array.from({ length: 8 }, () => blobs.put('raw', Buffer.from('raw'), {})));
    const [whole] = await files();
    for (const [name, ageMs] of [
      ['dead.part', 2 * HOUR_MS],
      ['at-work.part', 0],
    ] as const) {
      await writeFile(join(folder, name), 'half');
      const seconds = (Date.now() - ageMs) / 1000;
      await utimes(join(folder, name), seconds, seconds);
    }
    await openBlobFiles(folder);
    expect((await files()).sort()).toEqual(['at-work.part', whole].sort());
  });

  it('says what is wrong if the folder cannot be read', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(openBlobFiles(join(folder, 'file'))).rejects.toThrow(/EEXIST|ENOTDIR/);
  });
});
