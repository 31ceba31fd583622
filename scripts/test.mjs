/**
 * `npm test`: installs what is missing and runs everything. The last line is `N passed, N failed[, N skipped]` over all
 * runners. `npm test -- unit go` runs the named stages only; `newcomer` runs where it is named, and first on CI, where
 * nothing is installed yet.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildGo, buildPlugin, buildPreview, buildService, installAll } from './lib/build.mjs';
import { findChromium, findGo, findShared, fail, requireNode, ROOT } from './lib/environment.mjs';
import { countGo, countJest, countPlaywright, sum } from './lib/counts.mjs';
import { run, step } from './lib/run.mjs';

const CI = process.env.CI === 'true';
const REPORTS = join(ROOT, '.cache', 'reports');
const bin = (path) => join(ROOT, 'node_modules', path);
const node = (name, args, options) => run(name, process.execPath, args, options);
const SERVERS = ['postgres', 'redis', 'kafka', 'influx', 'mongo'];
const NONE = { passed: 0, failed: 0, skipped: 0 };
const problems = [];

/**
 * Stages in order; each resolves with its counts. A stage that fails without a test of its own counts as one failure.
 */
const STAGES = {
  newcomer: () =>
    counted(
      "The newcomer's way in a fresh clone",
      'newcomer.json',
      (counts) => counts,
      (report) => node('newcomer', [join(ROOT, 'e2e/newcomer/main.mjs'), report]),
    ),
  types: async () => check('Types', () => node('types', [join(ROOT, 'scripts/types.mjs')])),
  lint: async () => {
    await check('eslint', () => node('eslint', [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0']));
    await check('Layers', () => node('house', [join(ROOT, 'scripts/lib/house.mjs')]));
    await check('knip', () => node('knip', [bin('knip/bin/knip.js')]));
  },
  unit: () =>
    counted('Unit tests', 'vitest.json', countJest, (report) =>
      node('unit', [
        bin('vitest/vitest.mjs'),
        'run',
        '--exclude=**/*.int.test.ts',
        '--reporter=default',
        '--reporter=json',
        `--outputFile=${report}`,
      ]),
    ),
  int: async () => {
    const servers = (...args) => node('servers', [join(ROOT, 'e2e/servers/main.mjs'), ...args]);
    const { error } = await outputOf(() => step('Real servers', () => servers('up', ...SERVERS)));
    try {
      if (error !== null && !CI) return missing('Tests against real servers', lastLine(error.message));
      const counts = await counted('Tests against real servers', 'vitest-int.json', countJest, (report) =>
        node('int', [
          ...[join(ROOT, 'e2e/servers/main.mjs'), 'run', ...SERVERS, '--'],
          // These kill servers and processes at random moments on a machine of any speed: one more try tells a slow one
          // from a broken one.
          ...[process.execPath, bin('vitest/vitest.mjs'), 'run', 'int.test', '--retry=1'],
          ...['--reporter=default', '--reporter=json', `--outputFile=${report}`],
        ]),
      );
      return sum([counts, await crash('Crash test on real servers', ['--kills', '6'])]);
    } finally {
      await outputOf(() => servers('down', ...SERVERS));
    }
  },
  crash: () => crash('Crash test, embedded', ['--kills', '4', '--embedded']),
  plugins: async () => sum([await jest('plugin-datasource'), await jest('plugin-panel')]),
  build: async () => {
    await check('Build of the service', buildService);
    await check('Build of the data source', () => buildPlugin('plugin-datasource', 'the data source'));
    await check('Build of the 3D panel', () => buildPlugin('plugin-panel', 'the 3D panel'));
    await check('Build of the preview', buildPreview);
    await check('Size of the bundles', () => node('bundle-size', [join(ROOT, 'scripts/lib/bundle-size.mjs')]));
  },
  go: async () => {
    const go = findGo();
    if (go === null)
      return missing('Go tests', 'Go is not installed: install it from https://go.dev or with your package manager.');
    const cwd = join(ROOT, 'plugin-datasource');
    await check("Build of the plugin's Go backend", buildGo);
    await check('go vet', () => run('go-vet', go, ['vet', '-tags', 'arrow_json_stdlib', './pkg/...'], { cwd }));
    return step('Go tests with the race detector', async () => {
      const { output, error } = await outputOf(() =>
        run('go-test', go, ['test', '-race', '-json', '-tags', 'arrow_json_stdlib', './pkg/...'], { cwd }),
      );
      return orOneFailure(countGo(output), error);
    });
  },
  e2e: async () => {
    if (CI && findChromium() === null) await check('Chromium', installChromium);
    if (findChromium() === null)
      return missing(
        'End-to-end tests',
        'Chromium is not installed: `apt-get install chromium`, or set CHROMIUM_PATH.',
      );
    return counted('End-to-end tests in Chromium', 'playwright.json', countPlaywright, (report) =>
      node(
        'e2e',
        [bin('@playwright/test/cli.js'), 'test', '--config', 'e2e/playwright.config.ts', '--reporter=line,json'],
        {
          env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
        },
      ),
    );
  },
};

requireNode();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in STAGES));
if (unknown.length > 0) fail(`Unknown stage ${unknown.join(', ')}; there are ${Object.keys(STAGES).join(', ')}.`);
await main();

async function main() {
  const totals = [];
  if (wanted.includes('newcomer') || (CI && wanted.length === 0)) totals.push(await STAGES.newcomer());
  const rest = Object.entries(STAGES).filter(
    ([name]) => name !== 'newcomer' && (wanted.length === 0 || wanted.includes(name)),
  );
  if (rest.length > 0) await installAll();
  if (findShared() === null) {
    process.stdout.write('No recordings (../shared or ORRERY_SHARED): tests that read them are skipped.\n');
    if (CI) problems.push('On CI the recordings must be there and nothing may be skipped.');
  }
  for (const [, stage] of rest) totals.push((await stage()) ?? NONE);
  const { passed, failed, skipped } = sum(totals);
  if (CI && skipped > 0) problems.push(`${skipped} tests were skipped, and on CI none may be.`);
  for (const problem of problems) process.stdout.write(`\n${problem}\n`);
  const failures = failed + problems.length;
  process.stdout.write(`\n${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  process.exit(failures > 0 ? 1 : 0);
}

/** The browser from Debian's packages, with a font. */
async function installChromium() {
  await run('apt-update', 'apt-get', ['update', '-q']);
  await run(
    'apt-chromium',
    'apt-get',
    ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
    {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    },
  );
}

/** A check without counts: it passes or is one failure. */
async function check(title, work) {
  try {
    await step(title, work);
  } catch (error) {
    problems.push(error.message);
  }
}

/** A runner that writes a JSON report. */
async function counted(title, reportName, count, work) {
  const report = join(REPORTS, reportName);
  mkdirSync(REPORTS, { recursive: true });
  return step(title, async () => {
    const { error } = await outputOf(() => work(report));
    const counts = existsSync(report) ? count(JSON.parse(readFileSync(report, 'utf8'))) : NONE;
    return orOneFailure(counts, error);
  }).then((counts) => {
    process.stdout.write(`  ${title}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
    return counts;
  });
}

function jest(folder) {
  return counted(`Tests of ${folder}`, `${folder}.json`, countJest, (report) =>
    node(`jest-${folder}`, [bin('jest/bin/jest.js'), '--ci', '--json', `--outputFile=${report}`], {
      cwd: join(ROOT, folder),
    }),
  );
}

/** A short form of the crash test; it is one test, and without recordings there is nothing to load. */
async function crash(title, args) {
  if (findShared() === null) return missing(title, 'it loads recordings, and there are none.');
  const { error } = await outputOf(() =>
    step(title, () => node('crash', [join(ROOT, 'e2e/resilience/crash-test.mjs'), ...args])),
  );
  return orOneFailure({ ...NONE, passed: error === null ? 1 : 0 }, error);
}

async function outputOf(work) {
  try {
    return { output: await work(), error: null };
  } catch (error) {
    return { output: error.stdout ?? '', error };
  }
}

/** A runner that ended badly must never pass for a good run, whatever its report says. */
function orOneFailure(counts, error) {
  if (error === null) return counts;
  process.stdout.write(`${error.message}\n`);
  return counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function missing(title, sentence) {
  process.stdout.write(`- ${title} skipped: ${sentence}\n`);
  return { ...NONE, skipped: 1 };
}

function lastLine(text) {
  return text.trimEnd().split('\n').at(-1) ?? text;
}
