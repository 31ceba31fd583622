/** The recording that ships: where it lies, and the flags of the replay that shows it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './environment.mjs';

const FOLDER = join(ROOT, 'orrery', 'demo');

/** Flags of the service for `--demo`; `given` wins. */
export function demoFlags(given) {
  const { from, speed } = JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8'));
  return { replay: FOLDER, from: given.from ?? from, speed: given.speed ?? String(speed) };
}
