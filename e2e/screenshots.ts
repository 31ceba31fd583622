/**
 * Takes the pictures of docs/screenshots from the demo: `npm run screenshots`. It starts `npm start -- --demo`, waits
 * until the storm stands in the data and takes every page in both themes. What they show depends on the clock of the
 * replay alone.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceClock } from '@orrery/contract';
import { chromium, type BrowserContext } from '@playwright/test';
import { chromiumPath } from './dashboards/support/environment.ts';
import { emptyPanels, expect } from './dashboards/support/fixtures.ts';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'docs', 'screenshots');
const PORT = 4392;
const ADDRESS = `http://127.0.0.1:${PORT}`;
/** Kp is 9 by then. */
const STORM_MS = Date.parse('2024-05-11T01:00:00Z');
const START_TIMEOUT_MS = 15 * 60_000;
const PANELS_TIMEOUT_MS = 60_000;
/** Panels out of sight are not drawn: all of a page is in sight, and the picture is of its upper part. */
const VIEWPORT = { width: 1280, height: 5000 };
const PICTURE = { x: 0, y: 0, width: 1280, height: 900 };
const THEMES = ['dark', 'light'];
/** Small enough to live in the repository: all pictures together stay below 2 MB. */
const JPEG = { type: 'jpeg', quality: 72, clip: PICTURE } as const;

const folder = mkdtempSync(join(tmpdir(), 'orrery-screenshots-'));
const program = spawn(process.execPath, ['scripts/start.mjs', '--demo', '--port', String(PORT), '--data-dir', folder], {
  cwd: ROOT,
  stdio: ['ignore', 'inherit', 'inherit'],
});
try {
  await until(async () => (await fetch(`${ADDRESS}/api/preview/status`)).ok, START_TIMEOUT_MS);
  await until(async () => (await clock()).nowMs >= STORM_MS, START_TIMEOUT_MS);
  await takeAll();
} finally {
  program.kill('SIGTERM');
  await new Promise((resolve) => program.once('exit', resolve));
  rmSync(folder, { recursive: true });
}

async function clock(): Promise<ServiceClock> {
  return (await (await fetch(`${ADDRESS}/api/v1/clock`)).json()) as ServiceClock;
}

async function takeAll(): Promise<void> {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--no-sandbox'],
  });
  try {
    const context = await browser.newContext({ viewport: VIEWPORT, timezoneId: 'UTC', locale: 'en-GB' });
    const dashboards = (await (await fetch(`${ADDRESS}/api/search`)).json()) as readonly { readonly uid: string }[];
    mkdirSync(OUT, { recursive: true });
    const pages = [
      ...dashboards.map(({ uid }) => [`/d/${uid}`, uid.replace(/^orrery-/, '')] as const),
      ...(['alerts', 'explore'] as const).map((name) => [`/${name}`, name] as const),
      ['/', 'home'] as const,
    ];
    for (const theme of THEMES) for (const [path, name] of pages) await take(context, path, `${name}-${theme}`, theme);
  } finally {
    await browser.close();
  }
}

async function take(context: BrowserContext, path: string, name: string, theme: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${ADDRESS}${path}?theme=${theme}&refresh=`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect(emptyPanels(page)).toHaveCount(0, { timeout: PANELS_TIMEOUT_MS });
  // A picture of a globe needs a moment.
  await pause(4000);
  writeFileSync(join(OUT, `${name}.jpg`), await page.screenshot({ ...JPEG, timeout: PANELS_TIMEOUT_MS }));
  process.stdout.write(`docs/screenshots/${name}.jpg\n`);
  await page.close();
}

/** Asks once a second until it holds; throws after `timeoutMs`. */
async function until(holds: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const deadlineMs = Date.now() + timeoutMs;
  while (Date.now() < deadlineMs) {
    if (program.exitCode !== null) throw new Error('The demo ended before there was a picture.');
    if (await holds().catch(() => false)) return;
    await pause(1000);
  }
  throw new Error('The demo was not ready in time.');
}
