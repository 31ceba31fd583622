/** What is built from what. Every build is skipped where its inputs have not changed. */
import { copyFileSync, cpSync, existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundle, THREADS } from './bundle.mjs';
import { findGo, ROOT } from './environment.mjs';
import { npm, run, step } from './run.mjs';
import { allDependencies, areInstalled, dependenciesOfProgram } from './installed.mjs';
import { isFresh, stamp } from './stamps.mjs';
import { closureOf } from './workspaces.mjs';

const LOCK = ['package-lock.json'];
/** What the thread of trainings loads from beside it. */
const WASM = 'node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';
/** Models that ship with the project, beside the program. */
const SHIPPED_MODELS = 'packages/forecast/shipped-models';
const QUIET = ['--no-audit', '--no-fund'];

async function unlessFresh(name, title, inputs, output, work) {
  if (isFresh(name, inputs, output)) return;
  await step(title, work);
  stamp(name, inputs);
}

/** The workspace of the program: the service, its worker and the command line. */
const PROGRAM = 'orrery';

/** Packages of the program alone: the service is up long before those of the plugins are here. */
export async function installService() {
  if (areInstalled(dependenciesOfProgram(PROGRAM))) return;
  await step('Installing the packages of the service', () =>
    npm('install-service', ['ci', '--workspace', PROGRAM, ...QUIET]),
  );
}

export async function installAll() {
  if (areInstalled(allDependencies())) return;
  // `ci` removes node_modules first, and the service that runs by now loads the embedded database from there.
  const how = existsSync(join(ROOT, 'node_modules')) ? ['install', '--no-save'] : ['ci'];
  await step('Installing all packages', () => npm('install', [...how, ...QUIET]));
}

/** The program. It needs no node_modules but those of the embedded database, which has binaries. */
export async function buildService() {
  const out = `${PROGRAM}/dist`;
  const sources = closureOf(PROGRAM).map(({ folder }) => folder);
  const inputs = [...sources, 'scripts/lib/bundle.mjs', 'scripts/lib/build.mjs', ...LOCK];
  await unlessFresh('service', 'Building the service', inputs, `${out}/main.mjs`, async () => {
    rmSync(join(ROOT, out), { recursive: true, force: true });
    await bundle({ main: `${PROGRAM}/src/main.ts`, ...THREADS }, out, { splitting: true });
    copyFileSync(join(ROOT, WASM), join(ROOT, out, basename(WASM)));
    cpSync(join(ROOT, SHIPPED_MODELS), join(ROOT, out, 'shipped-models'), { recursive: true });
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
