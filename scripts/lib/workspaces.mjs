/** The workspaces of the root's package.json, and what they declare. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './environment.mjs';

const read = (folder) => JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));

/**
 * Every workspace with its folder below the root and its package.json, by folder.
 * @returns {readonly {folder: string, name: string, manifest: Record<string, any>}[]}
 */
export function allWorkspaces() {
  return read('.')
    .workspaces.flatMap((entry) =>
      entry.endsWith('/*')
        ? readdirSync(join(ROOT, entry.slice(0, -2))).map((name) => entry.replace('*', name))
        : [entry],
    )
    .filter((folder) => existsSync(join(ROOT, folder, 'package.json')))
    .sort()
    .map((folder) => {
      const manifest = read(folder);
      return { folder, name: manifest.name, manifest };
    });
}

/** Names of the packages that a package.json asks for when it is installed for development. */
export const dependenciesOf = ({ dependencies, devDependencies }) =>
  Object.keys({ ...dependencies, ...devDependencies });

/**
 * The workspace in the folder and all that it depends on, directly or not: what `npm ci --workspace FOLDER` installs
 * for.
 */
export function closureOf(folder) {
  const all = allWorkspaces();
  const found = new Set(all.filter((workspace) => workspace.folder === folder));
  for (const { manifest } of found) {
    const names = dependenciesOf(manifest);
    for (const workspace of all) if (names.includes(workspace.name)) found.add(workspace);
  }
  return [...found];
}
