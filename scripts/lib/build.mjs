/** What is built from what. Every build is skipped where its inputs have not changed. */
import { join } from 'node:path';
import { findGo, ROOT } from './environment.mjs';
import { npm, run, step } from './run.mjs';
import { allDependencies, areInstalled, serviceDependencies } from './installed.mjs';
import { isFresh, stamp } from './stamps.mjs';

const LOCK = ['package-lock.json'];

async function unlessFresh(name, title, inputs, output, work) {
  if (isFresh(name, inputs, output)) return;
  await step(title, work);
  stamp(name, inputs);
}

/** Packages of the service alone: it is up long before those of the plugins are here. */
export async function installService() {
  if (areInstalled(serviceDependencies())) return;
  await step('Installing the packages of the service', () =>
    npm('install-service', ['ci', '--workspace', 'backend', '--no-audit', '--no-fund']),
  );
}

export async function installAll() {
  if (areInstalled(allDependencies())) return;
  await step('Installing all packages', () => npm('install', ['ci', '--no-audit', '--no-fund']));
}

/** The service and its command line as two files that need no node_modules. */
export async function buildService() {
  const inputs = ['backend/src', 'packages', ...LOCK];
  await unlessFresh('service', 'Building the service', inputs, 'backend/dist/main.mjs', async () => {
    const { build } = await import('esbuild');
    await build({
      entryPoints: { main: join(ROOT, 'backend/src/main.ts'), cli: join(ROOT, 'backend/src/cli/main.ts') },
      outdir: join(ROOT, 'backend/dist'),
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      // Express and pino are CommonJS and ask for Node's own modules through require.
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      target: 'node20',
      sourcemap: true,
      logLevel: 'warning',
    });
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
