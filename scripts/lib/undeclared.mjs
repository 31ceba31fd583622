/**
 * Imports of packages that the importing package does not declare. They resolve only while another package happens to
 * bring what they ask for.
 */
import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';

/** @param {string} specifier @returns {string} `@scope/name` of `@scope/name/file` */
export const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const isBare = (specifier) => /^[@\w]/.test(specifier) && !isBuiltin(specifier);

/** What the package of a file declares for those who install it; the nearest package.json with a name is its own. */
function manifestOf(root, file) {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const path = join(root, folder, 'package.json');
    const manifest = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
    if (manifest.name !== undefined || folder === '.') return manifest;
  }
}

/**
 * One line per undeclared package that a bundle has taken in, sorted. What esbuild left out of the bundle because it is
 * not installed (an optional `require`) does not count.
 * @param {import('esbuild').Metafile} metafile paths below `root` @param {string} root
 */
export function undeclaredImports({ inputs }, root) {
  const lines = new Set();
  for (const [file, { imports }] of Object.entries(inputs)) {
    const wanted = imports.filter(({ external }) => !external).map(({ original, path }) => original ?? path);
    const manifest = manifestOf(root, file);
    const { name, dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest;
    const peers = { ...peerDependencies, ...peerDependenciesMeta };
    const declared = { ...dependencies, ...optionalDependencies, ...peers, [name]: true };
    for (const packageName of wanted.filter(isBare).map(packageOf))
      if (!(packageName in declared)) lines.add(`${name} imports ${packageName} and does not declare it (${file})`);
  }
  return [...lines].sort();
}
