/** What is built from what. Every build is skipped where its inputs have not changed. */
import { copyFileSync, cpSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundle } from './bundle.mjs';
import { findGo, ROOT } from './environment.mjs';
import { npm, run, step } from './run.mjs';
import { allDependencies, areInstalled, serviceDependencies } from './installed.mjs';
import { isFresh, stamp } from './stamps.mjs';

const LOCK = ['package-lock.json'];
/** A thread starts from a file of its own, which lies beside each bundle that starts it, as does the WASM it loads. */
const THREADS = {
  'training-thread': 'etl-worker/src/forecast/training/thread.ts',
};
const WASM = 'node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';
/** Models that ship with the project, beside each bundle that forecasts. */
const SHIPPED_MODELS = 'packages/forecast/shipped-models';
const QUIET = ['--no-audit', '--no-fund'];

async function unlessFresh(name, title, inputs, output, work) {
  if (isFresh(name, inputs, output)) return;
  await step(title, work);
  stamp(name, inputs);
}

/** Packages of the service alone: it is up long before those of the plugins are here. */
export async function installService() {
  if (areInstalled(serviceDependencies())) return;
  await step('Installing the packages of the service', () =>
    npm('install-service', ['ci', '--workspace', 'backend', '--workspace', 'etl-worker', ...QUIET]),
  );
}

export async function installAll() {
  if (areInstalled(allDependencies())) return;
  // `ci` removes node_modules first, and the service that runs by now loads the embedded database from there.
  const how = existsSync(join(ROOT, 'node_modules')) ? ['install', '--no-save'] : ['ci'];
  await step('Installing all packages', () => npm('install', [...how, ...QUIET]));
}

/**
 * The service, the worker, both in one process, and their command lines, a file each. They need no node_modules but
 * those of the embedded database, which has binaries.
 */
export async function buildService() {
  const inputs = ['backend/src', 'etl-worker/src', 'scripts/embedded', 'scripts/lib/bundle.mjs', 'packages', ...LOCK];
  await unlessFresh('service', 'Building the service', inputs, 'backend/dist/embedded.mjs', async () => {
    await bundle(
      { distributed: 'backend/src/main.ts', embedded: 'scripts/embedded/main.ts', cli: 'scripts/embedded/cli.ts' },
      'backend/dist',
    );
    const worker = { main: 'etl-worker/src/main.ts', cli: 'etl-worker/src/cli/main.ts' };
    await bundle({ ...worker, ...THREADS }, 'etl-worker/dist');
    copyFileSync(join(ROOT, WASM), join(ROOT, 'etl-worker/dist', basename(WASM)));
    for (const file of [...Object.keys(THREADS).map((name) => `${name}.mjs`), basename(WASM)]) {
      copyFileSync(join(ROOT, 'etl-worker/dist', file), join(ROOT, 'backend/dist', file));
    }
    for (const dist of ['etl-worker/dist', 'backend/dist'])
      if (existsSync(join(ROOT, SHIPPED_MODELS)))
        cpSync(join(ROOT, SHIPPED_MODELS), join(ROOT, dist, 'shipped-models'), { recursive: true });
  });
}

export async function buildPlugin(folder, title) {
  const inputs = [folder, 'packages', ...LOCK];
  await unlessFresh(folder, `Building ${title}`, inputs, `${folder}/dist/module.js`, () =>
    npm(folder, ['run', 'build', '--workspace', folder]),
  );
}

export async function buildPreview() {
  await unlessFresh('preview', 'Building the preview', ['preview', ...LOCK], 'preview/dist/index.html', () =>
    npm('preview', ['run', 'build', '--workspace', 'preview']),
  );
}

/** The plugin's backend for this machine; false where there is no Go. */
export async function buildGo() {
  const go = findGo();
  if (go === null) return false;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const suffix = process.platform === 'win32' ? 'windows' : process.platform;
  const output = `dist/gpx_orrery_space_datasource_${suffix}_${arch}${suffix === 'windows' ? '.exe' : ''}`;
  const inputs = [
    'plugin-datasource/pkg',
    'plugin-datasource/go.mod',
    'plugin-datasource/go.sum',
    'scripts/lib/build.mjs',
  ];
  await unlessFresh('go', "Compiling the plugin's Go backend", inputs, `plugin-datasource/${output}`, () =>
    run('go-build', go, ['build', '-tags', 'arrow_json_stdlib', '-ldflags', '-w -s', '-o', output, './pkg'], {
      cwd: join(ROOT, 'plugin-datasource'),
      // Linked statically: Grafana's image is Alpine, which has no glibc.
      env: { ...process.env, CGO_ENABLED: '0' },
    }),
  );
  return true;
}
