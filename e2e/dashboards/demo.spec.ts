import type { ServiceClock } from '@orrery/contract';
import { startDemo, type RunningDemo } from './support/demo.ts';
import { DASHBOARDS, expect, test, type DashboardUid } from './support/fixtures.ts';

/** So soon every panel of a dashboard is filled. */
const FULL_MS = 30_000;
/** The storm stands in the data after a few minutes of the demo's clock. */
const STORM_TIMEOUT_MS = 6 * 60_000;
const DAY_MS = 86_400_000;
const UIDS = Object.keys(DASHBOARDS) as readonly DashboardUid[];

interface AlertsAnswer {
  readonly transitions: readonly { readonly uid: string; readonly to: string }[];
}

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
  test(`every panel of ${DASHBOARDS[uid].title} is filled within 30 s`, async ({ page, problems }) => {
    await page.setViewportSize({ width: 1600, height: uid === 'orrery-forecasts' ? 5000 : 2000 });
    await page.goto(`${demo.url}/d/${uid}`);
    const panels = page.locator('[data-viz-panel-key]');
    await expect(panels.first()).toBeVisible({ timeout: FULL_MS });
    const filled = panels.filter({ has: page.locator('.u-over, canvas, svg, table, [role="grid"], span, div') });
    await expect(async () => {
      expect(await page.getByLabel('Panel loading bar').count()).toBe(0);
      expect(await filled.count()).toBe(await panels.count());
      for (const empty of ['No data', 'The data does not fit this panel'])
        expect(await panels.filter({ hasText: empty }).allInnerTexts()).toEqual([]);
      expect(await panels.filter({ has: page.locator('[role="alert"]') }).allInnerTexts()).toEqual([]);
    }).toPass({ timeout: FULL_MS });
    expect(problems.list()).toEqual([]);
  });
}

test('satellites say that their elements are of another year', async ({ page }) => {
  await page.goto(`${demo.url}/d/orrery-satellites`);
  await expect(page.getByText('a year after this storm')).toBeVisible();
});

/** Columns of what a query answers for the last day. */
async function ask(query: object): Promise<readonly (readonly (number | null)[])[]> {
  const { nowMs } = await clock();
  const response = await fetch(`${demo.url}/api/v1/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from: nowMs - DAY_MS, to: nowMs, queries: [{ refId: 'A', ...query }] }),
  });
  const { results } = (await response.json()) as {
    results: Record<string, { frames?: { data: { values: (number | null)[][] } }[] }>;
  };
  return results['A']?.frames?.[0]?.data.values ?? [];
}

const greatest = (column: readonly (number | null)[] = []): number => Math.max(-Infinity, ...column.map(Number));

test('forecasts are issued as the clock goes on, the storm comes, and an alert fires', async ({ page }) => {
  test.setTimeout(2 * STORM_TIMEOUT_MS);
  const patience = { timeout: STORM_TIMEOUT_MS };
  const beganMs = (await clock()).replay?.fromMs ?? NaN;
  const marks = { queryType: 'forecast', target: 'solarWindSpeed', format: 'marks', kinds: ['issued'] };
  await expect.poll(async () => greatest((await ask(marks))[0]), patience).toBeGreaterThan(beganMs);
  const kp = { queryType: 'observations', series: ['kp'] };
  await expect.poll(async () => greatest((await ask(kp))[1]), patience).toBeGreaterThanOrEqual(7);
  const fired = async (): Promise<readonly string[]> => {
    const answer = (await (await fetch(`${demo.url}/api/preview/alerts`)).json()) as AlertsAnswer;
    return answer.transitions.filter(({ to }) => to === 'Alerting').map(({ uid }) => uid);
  };
  await expect.poll(fired, patience).toContain('orrery-storm-likely');
  await page.goto(`${demo.url}/alerts`);
  await expect(page.getByTestId('transition').filter({ hasText: 'Storm likely' }).first()).toContainText('Firing');
});

test('no provider was asked', () => {
  expect(demo.refused()).toEqual([]);
});
