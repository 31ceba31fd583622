import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './peer.ts';

/** Folder of the recorded history: `ORRERY_SHARED`, else beside the repository; null where there is none. */
export function recordings(): string | null {
  const folder = join(process.env['ORRERY_SHARED'] ?? join(ROOT, '..', 'shared'), 'data');
  return existsSync(folder) ? folder : null;
}
