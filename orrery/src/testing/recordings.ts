import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SHARED = process.env['ORRERY_SHARED'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
/** A group of satellites and a series: enough to see the whole way, and here in a moment. */
const RECORDINGS = ['satellites/carbsat_stations.json', 'swpc-responses/2024-05-13_noaa-planetary-k-index.json'];

/** Are the recordings there? Where not, one line says which tests are skipped. */
export function haveRecordings(title: string): boolean {
  const have = RECORDINGS.every((path) => existsSync(join(SHARED, 'data', path)));
  if (!have) console.warn(`skipped: ${title}: no recordings in ${SHARED} (set ORRERY_SHARED)`);
  return have;
}

/** Copies them into a folder for a replay. */
export function copyRecordings(folder: string): void {
  for (const path of RECORDINGS) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(join(SHARED, 'data', path), join(folder, path));
  }
}
