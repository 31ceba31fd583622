import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe } from 'vitest';

const BESIDE_THE_REPOSITORY = fileURLToPath(new URL('../../../../../shared', import.meta.url));

/** Folder of the recorded real data: `ORRERY_SHARED`, else `../shared` beside the repository. */
const sharedRoot = (): string => process.env['ORRERY_SHARED'] ?? BESIDE_THE_REPOSITORY;

/** Where the recordings are, whether they are there or not. */
export const SHARED_DATA = join(sharedRoot(), 'data');

/** Whether the recordings are here. */
export const hasSharedData = (): boolean => existsSync(join(SHARED_DATA, 'reference'));

/**
 * Absolute path of a recording, given relative to `data/` without the `.gz`; the plain file wins over the packed one.
 */
export function sharedPath(path: string): string {
  const plain = join(SHARED_DATA, path);
  return existsSync(plain) ? plain : `${plain}.gz`;
}

/**
 * A recording as text, unpacked where it is stored as `.gz`. Throws the error of the file system where it is absent.
 */
export function readShared(path: string): string {
  const found = sharedPath(path);
  const bytes = readFileSync(found);
  return (found.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** `describe` for tests against recordings; where they are absent the block is skipped with one line that says so. */
export function describeWithSharedData(title: string, fn: () => void): void {
  if (hasSharedData()) {
    describe(title, fn);
    return;
  }
  console.warn(`skipped: ${title}: no recordings in ${sharedRoot()} (set ORRERY_SHARED)`);
  describe.skip(title, fn);
}
