import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { barriers } from './support/barriers.ts';
import { STAND_PORT } from './support/environment.ts';
import { chooseVariable, expect, openDashboard, panel, test } from './support/fixtures.ts';

const SCREENSHOTS = join(import.meta.dirname, '..', 'screenshots');
const UID = 'orrery-forecasts';

/** Twenty-five panels at once, half of them tables, on two cores. */
const AXE_TIMEOUT_MS = 300_000;

/** High enough for every panel: those out of sight would not load. */
test.describe.configure({ timeout: 180_000 });
test.use({ baseURL: `http://127.0.0.1:${STAND_PORT}`, viewport: { width: 1600, height: 4700 } });

/** The query of a panel that the page sends next, as it is sent. */
const nextQuery = (page: Page, words: string) =>
  page.waitForRequest(
    (request) => request.url().includes('/api/ds/query') && (request.postData()?.includes(words) ?? false),
  );

for (const theme of ['dark', 'light'] as const) {
  test(`Forecasts draws in the ${theme} theme without an error`, async ({ page, problems }) => {
    await openDashboard(page, UID, `theme=${theme}`);
    await expect(page.locator('[data-viz-panel-key]').filter({ hasText: 'No data' })).toHaveCount(0);
    await expect(page.getByLabel('Panel status')).toHaveCount(0);
    await page.screenshot({ path: join(SCREENSHOTS, `${UID}-${theme}.png`), fullPage: true });
    expect(problems.list()).toEqual([]);
  });

  test(`axe finds no barrier in Forecasts, ${theme}`, async ({ page }) => {
    test.setTimeout(AXE_TIMEOUT_MS);
    await openDashboard(page, UID, `theme=${theme}`);
    expect(await barriers(page)).toEqual([]);
  });
}

test('the queries go through the Go plugin', async ({ page }) => {
  await openDashboard(page, UID);
  await expect(page.getByText('Queries go through the Go plugin')).toBeVisible();
});

test('the numbers at the top are those of the days ahead', async ({ page }) => {
  await openDashboard(page, UID);
  for (const name of ['Highest Kp expected', 'Storm (Kp ≥ 5)', 'Strong storm (Kp ≥ 7)', 'Issued ago'])
    await expect(panel(page, 1)).toContainText(name);
  await expect(panel(page, 1)).toContainText('100%');
});

test('now stands as a line between what was measured and what is forecast', async ({ page }) => {
  await openDashboard(page, UID);
  const marks = panel(page, 2).getByRole('button', { name: /^Now/ });
  await expect(marks).toHaveCount(1);
  await marks.focus();
  await expect(page.getByRole('tooltip')).toContainText('Before: measured. After: forecast.');
  await page.getByLabel('Now', { exact: true }).click({ force: true });
  await expect(marks).toHaveCount(0);
});

test('the mark of the issue says which model it was and what it lacked', async ({ page }) => {
  await openDashboard(page, UID);
  await panel(page, 2)
    .getByRole('button', { name: /^Forecast of Kp index issued/ })
    .focus();
  await expect(page.getByRole('tooltip')).toContainText('without solarWindDensity');
});

test('every picture has a table that says the same', async ({ page }) => {
  await openDashboard(page, UID);
  const cells: ReadonlyArray<readonly [number, string]> = [
    [4, 'Forecast'],
    [6, '80 % from'],
    [11, 'Said to be likely'],
    [13, 'Pairs'],
    [14, 'Hours ahead'],
    [16, 'km/s'],
    [18, 'sfu'],
    [25, 'nT'],
    [27, 'In use'],
    [29, 'Retraining of Kp index: kept'],
    [30, 'PSI'],
    [31, 'CUSUM'],
  ];
  for (const [id, words] of cells) await expect(panel(page, id).getByRole('grid')).toContainText(words);
});

test('another target and another lead change the titles and what is asked', async ({ page }) => {
  await openDashboard(page, UID);
  const asked = nextQuery(page, '"target":"solarWindSpeed","leadHours":24');
  await chooseVariable(page, 'Target', 'Solar wind speed');
  await asked;
  await expect(
    panel(page, 5).getByRole('heading', { name: 'Solar wind speed, said 24 h ahead, and measured' }),
  ).toBeVisible();
  await expect(page).toHaveURL(/var-target=solarWindSpeed/);
});

test('an earlier forecast is shown as it was issued', async ({ page }) => {
  const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000).toISOString();
  await openDashboard(page, UID, `var-issuedAt=${twoDaysAgo}`);
  const day = twoDaysAgo.slice(0, 10);
  await expect(panel(page, 4).getByRole('grid')).toContainText(day);
});

test('a wider range judges the forecasts that were issued here', async ({ page }) => {
  await openDashboard(page, UID, 'from=now-35d&to=now');
  await panel(page, 14).getByTestId('notice-info').hover();
  await expect(page.getByText(/Scores of the forecasts as issued here/).first()).toBeVisible();
});
