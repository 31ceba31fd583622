import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

const REPOSITORY = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const folder = join(process.env['ORRERY_SHARED'] ?? join(REPOSITORY, '..', 'shared'), 'data');

/** The folder of recorded real data. */
export const sharedDataFolder = (): string => folder;

/** A describe block that needs the recordings; without them it is skipped. */
export const describeWithSharedData = existsSync(folder) ? describe : describe.skip;
