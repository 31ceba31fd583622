/** Work is done again only when its inputs have changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './environment.mjs';

const STAMPS = join(ROOT, '.cache', 'stamps');
const SKIPPED = new Set(['node_modules', 'dist', 'dist-server', '.cache', 'coverage', '.git']);

/** Files below a path of the project, or the file itself; what is built is left out. */
function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !SKIPPED.has(entry.name))
    .flatMap((entry) => filesOf(join(path, entry.name)));
}

function digest(inputs) {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((input) => filesOf(join(ROOT, input))).sort()) {
    hash.update(file.slice(ROOT.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Is the output there and made from these inputs? */
export function isFresh(name, inputs, output) {
  const file = join(STAMPS, name);
  return existsSync(join(ROOT, output)) && existsSync(file) && readFileSync(file, 'utf8') === digest(inputs);
}

/** Notes that the output has been made from these inputs. */
export function stamp(name, inputs) {
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(join(STAMPS, name), digest(inputs));
}
