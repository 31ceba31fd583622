/** Is what the lock file asks for in node_modules? npm keeps its own record of that there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './environment.mjs';
import { closureOf, dependenciesOf } from './workspaces.mjs';

const read = (file) => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
const packagesOf = (file) => (existsSync(join(ROOT, file)) ? read(file).packages : {});
const INSTALLED = 'node_modules/.package-lock.json';

/** Every entry of the lock file that this machine must have; optional ones are those of other platforms. */
export function allDependencies() {
  return Object.entries(packagesOf('package-lock.json')).filter(
    ([path, entry]) => path.includes('node_modules/') && !entry.optional && !entry.peer && !entry.link,
  );
}

/** The direct dependencies of a workspace and of the workspaces that it is made of. */
export function dependenciesOfProgram(folder) {
  const locked = packagesOf('package-lock.json');
  return closureOf(folder)
    .flatMap(({ manifest }) => dependenciesOf(manifest))
    .map((name) => [`node_modules/${name}`, locked[`node_modules/${name}`]])
    .filter(([, entry]) => entry && !entry.link);
}

/** Are these entries of the lock file installed in their version? */
export function areInstalled(entries) {
  const installed = packagesOf(INSTALLED);
  return entries.every(([path, { version }]) => installed[path]?.version === version);
}
