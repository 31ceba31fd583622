import type { Page } from '@playwright/test';
import { expect, openDashboard, test } from './support/fixtures.ts';

interface BridgeStatus {
  readonly way: string;
  readonly reason: string;
}

/** A first start may still compile. */
const COMPILE_TIMEOUT_MS = 10 * 60_000;

async function bridge(page: Page): Promise<BridgeStatus> {
  return (await (await page.request.get('/api/preview/status')).json()) as BridgeStatus;
}

test('queries go through the Go plugin', async ({ page }) => {
  test.setTimeout(COMPILE_TIMEOUT_MS);
  test.skip((await bridge(page)).reason === 'absent', 'Go is not installed');
  await expect.poll(async () => (await bridge(page)).way, { timeout: COMPILE_TIMEOUT_MS }).toBe('plugin');
  const answer = page.waitForResponse((response) => response.url().includes('/api/ds/query'));
  await openDashboard(page, 'orrery-solar-system');
  expect((await answer).headers()['x-orrery-way']).toBe('plugin');
  await expect(page.getByTestId('bridge-status')).toHaveAttribute('data-way', 'plugin');
});

test('saving the data source asks the service how it is', async ({ page }) => {
  await page.goto('/datasource');
  await page.getByRole('button', { name: 'Save & test' }).click();
  await expect(
    page.getByTestId('health').getByRole('alert').or(page.getByTestId('health').getByRole('status')),
  ).toBeVisible();
  await expect(page.getByTestId('health')).not.toContainText(/not answer|refused|fail/i);
});

test('a wrong address is told in a sentence', async ({ page }) => {
  await page.goto('/datasource');
  const url = page.getByLabel('Service URL');
  const before = await url.inputValue();
  try {
    await url.fill('http://127.0.0.1:1');
    await page.getByRole('button', { name: 'Save & test' }).click();
    await expect(page.getByTestId('health')).toContainText('http://127.0.0.1:1');
  } finally {
    await url.fill(before);
    await page.getByRole('button', { name: 'Save & test' }).click();
    await expect(page.getByTestId('health')).not.toContainText('http://127.0.0.1:1');
  }
});

test('the recorded storm of May 2024 reaches Kp 9 in the graph', { tag: '@recordings' }, async ({ page }) => {
  await page.goto('/explore?from=2024-05-10T00:00:00.000Z&to=2024-05-13T00:00:00.000Z');
  await page.getByRole('combobox', { name: 'Query type' }).click();
  await page.getByRole('option', { name: 'Observations' }).click();
  await page.getByRole('button', { name: 'Run query' }).click();
  await expect(page.locator('[data-viz-panel-key="explore-timeseries"] .u-over')).toBeVisible();
  const table = page.locator('[data-viz-panel-key="explore-table"]');
  await expect(table.getByRole('columnheader', { name: 'Kp' })).toBeVisible();
  await expect(table.getByText('9', { exact: true }).first()).toBeVisible();
});

test('the query editor draws at once, and draws what is chosen', async ({ page, problems }) => {
  await page.goto('/explore');
  const series = page.locator('[data-viz-panel-key="explore-timeseries"]');
  await expect(series.getByText('Moon altitude')).toBeVisible();
  await page.getByRole('combobox', { name: 'Query type' }).click();
  await page.getByRole('option', { name: 'Sky events' }).click();
  await page.getByRole('button', { name: 'Run query' }).click();
  await expect(
    page
      .locator('[data-viz-panel-key="explore-table"]')
      .getByText(/rises|Sunrise|Moonrise/)
      .first(),
  ).toBeVisible();
  expect(problems.list()).toEqual([]);
});
