import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe } from 'vitest';

const BESIDE_THE_REPOSITORY = fileURLToPath(new URL('../../../../shared', import.meta.url));

/** Folder of the recorded real data: `ORRERY_SHARED`, else `../shared` beside the repository. */
const sharedRoot = (): string => process.env['ORRERY_SHARED'] ?? BESIDE_THE_REPOSITORY;

export const SHARED_DATA = join(sharedRoot(), 'data');

const pathOf = (path: string): string => join(SHARED_DATA, path);

/** A recording as text, by its path below `data/` without the `.gz`. Throws the error of the file system where it is absent. */
export function readShared(path: string): string {
  const plain = pathOf(path);
  return existsSync(plain) ? readFileSync(plain, 'utf8') : gunzipSync(readFileSync(`${plain}.gz`)).toString('utf8');
}

/** `describe` for tests against recordings; where they are absent the block is skipped with one line that says so. */
export function describeWithSharedData(title: string, fn: () => void): void {
  if (existsSync(pathOf('swpc-responses'))) {
    describe(title, fn);
    return;
  }
  console.warn(`skipped: ${title}: no recordings in ${sharedRoot()} (set ORRERY_SHARED)`);
  describe.skip(title, fn);
}
