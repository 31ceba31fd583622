/** Bundles of our TypeScript programs for Node; native packages stay outside. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './environment.mjs';
import { undeclaredImports } from './undeclared.mjs';

/** Packages with binaries, which node_modules must keep while a program that uses them runs. */
const EXTERNAL = [
  '@duckdb/node-api',
  '@duckdb/node-bindings*',
  'libsql',
  'libsql/promise',
  '@libsql/*',
  '@napi-rs/nice',
];

/** The Kafka client's WebAssembly: a file beside its module, or this module that holds it. */
const ALIAS = { '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled' };

/** What Piscina starts in each of its threads: it looks for `worker.js` beside the module that has it. */
const PISCINA_THREAD = 'node_modules/piscina/dist/worker.js';

/** A thread starts from a file of its own, which lies beside the program. */
export const THREADS = {
  'training-thread': 'etl-worker/src/forecast/training/thread.ts',
  'query-thread': 'backend/src/pool/query-thread.ts',
  worker: PISCINA_THREAD,
};

/**
 * Rejects where a package takes in another that it does not declare.
 * @param {Record<string, string>} entryPoints name -> source below the root @param {string} outdir below the root
 * @param {{splitting?: boolean, external?: string[]}} options `splitting`: what is imported on demand is a file of
 * its own; `external`: packages that are left where they are
 */
export async function bundle(entryPoints, outdir, { splitting = false, external = [] } = {}) {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    absWorkingDir: ROOT,
    metafile: true,
    entryPoints: Object.fromEntries(Object.entries(entryPoints).map(([name, file]) => [name, join(ROOT, file)])),
    outdir: join(ROOT, outdir),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting,
    external: [...EXTERNAL, ...external],
    alias: ALIAS,
    platform: 'node',
    format: 'esm',
    // Express, pino and others are CommonJS and ask for Node's own modules through require.
    banner: {
      js: [
        "import { createRequire as orreryRequire } from 'node:module';",
        "import { dirname as orreryDirname } from 'node:path';",
        "import { fileURLToPath as orreryPath } from 'node:url';",
        'const require = orreryRequire(import.meta.url);',
        'const __filename = orreryPath(import.meta.url);',
        'const __dirname = orreryDirname(__filename);',
      ].join('\n'),
    },
    target: 'node20',
    // Node reads the map at the start: without the sources in it, which are beside, it takes a third of the memory.
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  });
  const undeclared = undeclaredImports(metafile, ROOT);
  if (undeclared.length > 0) throw new Error(`Undeclared dependencies in ${outdir}:\n  ${undeclared.join('\n  ')}`);
  for (const file of Object.keys(metafile.outputs)) if (file.endsWith('.mjs')) withAsciiComments(join(ROOT, file));
  if (entryPoints.worker === PISCINA_THREAD) writeFileSync(join(ROOT, outdir, 'worker.js'), "import './worker.mjs';\n");
}

/**
 * esbuild escapes what is not ASCII, but not in comments; one such character, and V8 keeps the whole text in two bytes
 * a character.
 */
function withAsciiComments(file) {
  const text = readFileSync(file, 'utf8');
  const comment = /^[\t ]*(?:\/\/|\/?\*).*$/gm;
  writeFileSync(
    file,
    text.replace(comment, (line) => line.replace(/[^\t -~]/g, '?')),
  );
}
