import type { ServiceClock } from '@orrery/contract';
import { startDemo, type RunningDemo } from './support/demo.ts';
import { DASHBOARDS, emptyPanels, expect, panel, test, type DashboardUid } from './support/fixtures.ts';

/** So soon every panel of a dashboard is full. */
const FULL_MS = 30_000;
/** The storm stands in the data after a few minutes of the demo's clock. */
const STORM_TIMEOUT_MS = 6 * 60_000;
const DAY_MS = 86_400_000;
/** What a panel says that has nothing to show. */
const NOTHING = /No data|The data does not fit this panel/;
const UIDS = Object.keys(DASHBOARDS) as readonly DashboardUid[];

let demo: RunningDemo;
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.setTimeout(16 * 60_000);
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo.stop();
});

const clock = async (): Promise<ServiceClock> =>
  (await (await fetch(`${demo.url}/api/v1/clock`)).json()) as ServiceClock;

test('the demo begins before the storm, and its page says what it shows', async ({ page }) => {
  const { nowMs, demo: shown } = await clock();
  expect(nowMs).toBeLessThan(Date.parse('2024-05-10T17:00:00Z'));
  expect(shown?.title).toBe('the storm of May 2024');
  await page.goto(demo.url);
  await expect(page.getByTestId('replay-clock')).toContainText(
    /^Demo: replay of the storm of May 2024, clock 2024-05-10 \d\d:\d\d UTC, 300 ×$/,
  );
});

for (const uid of UIDS) {
  test(`every panel of ${DASHBOARDS[uid].title} is full within 30 s`, async ({ page, problems }) => {
    // Panels out of sight are not drawn.
    await page.setViewportSize({ width: 1600, height: uid === 'orrery-forecasts' ? 5000 : 2000 });
    await page.goto(`${demo.url}/d/${uid}`);
    const panels = page.locator('[data-viz-panel-key]');
    await expect(async () => {
      expect(await panels.count()).toBeGreaterThan(0);
      expect(await emptyPanels(page).allInnerTexts()).toEqual([]);
      expect(await panels.filter({ hasText: NOTHING }).allInnerTexts()).toEqual([]);
    }).toPass({ timeout: FULL_MS });
    expect(problems.list()).toEqual([]);
  });
}

test('satellites say that their elements are of another year', async ({ page }) => {
  await page.goto(`${demo.url}/d/orrery-satellites`);
  await expect(page.getByText('a year after this storm')).toBeVisible();
});

/** The newest forecast's moment of issue. */
async function newestIssueMs(): Promise<number> {
  const { nowMs } = await clock();
  const marks = { refId: 'A', queryType: 'forecast', target: 'solarWindSpeed', format: 'marks', kinds: ['issued'] };
  const response = await fetch(`${demo.url}/api/v1/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from: nowMs - DAY_MS, to: nowMs, queries: [marks] }),
  });
  const { results } = (await response.json()) as {
    results: Record<string, { frames: { data: { values: number[][] } }[] }>;
  };
  return Math.max(...(results['A']?.frames[0]?.data.values[0] ?? []));
}

test('the storm builds up on an open dashboard, forecasts are issued, and an alert fires', async ({ page }) => {
  test.setTimeout(2 * STORM_TIMEOUT_MS);
  const patience = { timeout: STORM_TIMEOUT_MS };
  await page.goto(`${demo.url}/d/orrery-space-weather`);
  await expect(panel(page, 1)).toContainText(/Kp\s*[7-9]\.\d/, patience);
  const beganMs = (await clock()).replay?.fromMs ?? NaN;
  await expect.poll(newestIssueMs, patience).toBeGreaterThan(beganMs);
  await page.goto(`${demo.url}/alerts`);
  const firing = page.getByTestId('transition').filter({ hasText: 'Storm likely' }).filter({ hasText: '→ Firing' });
  await expect(firing.first()).toBeVisible(patience);
});

test('no provider was asked', () => {
  expect(demo.refused()).toEqual([]);
});
