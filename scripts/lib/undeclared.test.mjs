import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { undeclaredImports } from './undeclared.mjs';

let root;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'orrery-undeclared-'))));
afterEach(() => rmSync(root, { recursive: true }));

function write(files) {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), typeof text === 'string' ? text : JSON.stringify(text));
  }
}

async function undeclared() {
  const options = { bundle: true, write: false, metafile: true, platform: 'node', logLevel: 'silent' };
  const { metafile } = await build({ ...options, absWorkingDir: root, entryPoints: ['app/main.js'] });
  return undeclaredImports(metafile, root);
}

const DECLARED = {
  'app/package.json': { name: 'app', dependencies: { honest: '1' } },
  'app/main.js': "import 'node:fs'; import 'honest/deep.js'; import './own.js';",
  'app/own.js': '',
  'node_modules/honest/package.json': {
    name: 'honest',
    dependencies: { '@scope/one': '1' },
    peerDependenciesMeta: { peer: { optional: true } },
  },
  'node_modules/honest/deep.js': "require('@scope/one/x.js'); require('peer'); try { require('absent'); } catch {}",
  'node_modules/@scope/one/package.json': { name: '@scope/one' },
  'node_modules/@scope/one/x.js': "require('@scope/one/y.js');",
  'node_modules/@scope/one/y.js': '',
  'node_modules/peer/package.json': { name: 'peer' },
  'node_modules/peer/index.js': '',
};

it('finds nothing where every package declares what it imports', async () => {
  write(DECLARED);
  expect(await undeclared()).toEqual([]);
});

it('names a package that the program imports and does not declare, and one that a dependency imports', async () => {
  write({
    ...DECLARED,
    'app/own.js': "import 'long';",
    // A package.json without a name only sets the type of its folder's modules.
    'node_modules/@scope/one/esm/package.json': { type: 'module' },
    'node_modules/@scope/one/esm/y.js': "import 'long/umd';",
    'node_modules/@scope/one/y.js': "require('./esm/y.js');",
    'node_modules/long/package.json': { name: 'long' },
    'node_modules/long/index.js': '',
    'node_modules/long/umd.js': '',
  });
  expect(await undeclared()).toEqual([
    '@scope/one imports long and does not declare it (node_modules/@scope/one/esm/y.js)',
    'app imports long and does not declare it (app/own.js)',
  ]);
});
