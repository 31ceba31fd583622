import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumPath, PORT, sharedData, STAND_PORT } from './dashboards/support/environment.ts';

/** A preview that already runs, instead of one that is started here. */
const RUNNING = process.env['ORRERY_E2E_URL'];
const baseURL = RUNNING ?? `http://127.0.0.1:${PORT}`;
const root = join(import.meta.dirname, '..');
const recordings = sharedData();

/** A first start compiles the Go plugin and bundles everything. */
const START_TIMEOUT_MS = 15 * 60_000;
const TEST_TIMEOUT_MS = 90_000;
/** Software WebGL on two cores draws slowly. */
const EXPECT_TIMEOUT_MS = 20_000;

const server = {
  cwd: root,
  timeout: START_TIMEOUT_MS,
  reuseExistingServer: false,
  stdout: 'ignore' as const,
  stderr: 'pipe' as const,
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 10_000 },
};
const preview = {
  ...server,
  command: [
    `node scripts/start.mjs --port ${PORT} --data-dir ${mkdtempSync(join(tmpdir(), 'orrery-e2e-'))}`,
    ...(recordings === null ? [] : [`--replay ${recordings}`]),
  ].join(' '),
  // Answers 503 until the preview is built and runs.
  url: `${baseURL}/api/preview/status`,
  env: { ORRERY_FETCH_SOURCES: recordings === null ? 'false' : 'true' },
};
/** The dashboard of forecasts over made-up data. */
const stand = {
  ...server,
  command: `node node_modules/tsx/dist/cli.mjs e2e/dashboards/support/forecast-stand.ts ${STAND_PORT}`,
  url: `http://127.0.0.1:${STAND_PORT}/api/preview/status`,
};

// Playwright reads this file once more in each worker.
if (recordings === null && process.env['TEST_WORKER_INDEX'] === undefined) {
  process.stderr.write('No recordings (../shared or ORRERY_SHARED): tests of satellites are skipped.\n');
}

export default defineConfig({
  testDir: './dashboards',
  outputDir: './test-results',
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: TEST_TIMEOUT_MS,
  expect: { timeout: EXPECT_TIMEOUT_MS },
  reporter: [['line']],
  ...(recordings === null ? { grepInvert: /@recordings/ } : {}),
  use: {
    baseURL,
    viewport: { width: 1600, height: 1400 },
    timezoneId: 'UTC',
    locale: 'en-GB',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: chromiumPath(),
      args: [
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader',
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
      ],
    },
  },
  // One after the other: the second finds what the first has built.
  webServer: [...(RUNNING === undefined ? [preview] : []), stand],
});
