import type { Page } from '@playwright/test';
import { expect, openDashboard, panel, scene, settled, test } from './support/fixtures.ts';

const DATA_SOURCE = '/api/datasources/uid/orrery';
/** Nothing listens on port 1. */
const NOWHERE = 'http://127.0.0.1:1';

interface DataSource {
  readonly url: string;
}

async function settings(page: Page): Promise<DataSource> {
  return (await (await page.request.get(DATA_SOURCE)).json()) as DataSource;
}

test('when the service goes away each panel says so, and all recover when it is back', async ({ page }) => {
  await openDashboard(page, 'orrery-tonight');
  const working = await settings(page);
  try {
    await page.request.put(DATA_SOURCE, { data: { ...working, url: NOWHERE } });
    await page.getByRole('button', { name: /^Refresh/ }).click();
    await expect(panel(page, 3).getByRole('alert')).toContainText(/service|reach|refused|answer/i);
    await expect(scene(page).getByRole('alert')).toContainText(/service|reach|refused|answer/i);
    await expect(scene(page).getByLabel('Panel status')).toBeVisible();
  } finally {
    await page.request.put(DATA_SOURCE, { data: working });
  }
  await page.getByRole('button', { name: /^Refresh/ }).click();
  await expect(panel(page, 3).locator('.u-over')).toBeVisible();
  await expect(panel(page, 1).getByLabel('Panel status')).toHaveCount(0);
  await settled(page);
  await expect(scene(page).getByRole('application')).toBeVisible();
});

test('one wrong query fails alone, with a sentence that helps', async ({ page }) => {
  await page.goto('/d/orrery-tonight?var-site=atlantis');
  for (const id of [1, 3]) await expect(panel(page, id).getByRole('alert')).toContainText('atlantis');
  await expect(page.getByRole('heading', { level: 1, name: 'Tonight' })).toBeVisible();
});
