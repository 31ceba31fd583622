import { join } from 'node:path';
import {
  chooseVariable,
  colourCount,
  DASHBOARD_UIDS,
  DASHBOARDS,
  type DashboardUid,
  expect,
  openDashboard,
  panel,
  scene,
  test,
} from './support/fixtures.ts';

const SCREENSHOTS = join(import.meta.dirname, '..', 'screenshots');
/** Planets, stars, lines and their anti-aliased edges; a panel without a picture has a few dozen. */
const LEAST_COLOURS = 300;
/** Recordings end in 2025, so the index of the last seven days is missing there. */
const MAY_BE_EMPTY = ['Planetary Kp index'];
/**
 * A day around the epoch of the recorded elements: a satellite passes over a place every day, but not at every hour.
 */
const RANGES: Partial<Record<DashboardUid, string>> = {
  'orrery-satellites': '&from=2025-05-24T12:00:00.000Z&to=2025-05-25T12:00:00.000Z',
};

for (const uid of DASHBOARD_UIDS.filter((one) => DASHBOARDS[one].scene)) {
  for (const theme of ['dark', 'light'] as const) {
    test(
      `${DASHBOARDS[uid].title} draws in the ${theme} theme without an error`,
      { tag: DASHBOARDS[uid].tag },
      async ({ page, problems }) => {
        await openDashboard(page, uid, `theme=${theme}${RANGES[uid] ?? ''}`);
        expect(await colourCount(page, scene(page))).toBeGreaterThan(LEAST_COLOURS);
        await expect(page.locator('.u-over').first()).toBeVisible();
        const empty = page.locator('[data-viz-panel-key]').filter({ hasText: 'No data' });
        for (const one of await empty.all()) {
          const text = await one.innerText();
          expect(
            MAY_BE_EMPTY.some((title) => text.includes(title)),
            `"No data" in: ${text}`,
          ).toBe(true);
        }
        await page.screenshot({ path: join(SCREENSHOTS, `${uid}-${theme}.png`), fullPage: true });
        expect(problems.list()).toEqual([]);
      },
    );
  }
}

test('the home page lists the dashboards and leads to them', async ({ page, problems }) => {
  await page.goto('/');
  await page.screenshot({ path: join(SCREENSHOTS, 'home.png') });
  await page
    .getByRole('main')
    .getByRole('link', { name: /^Tonight/ })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tonight' })).toBeVisible();
  expect(problems.list()).toEqual([]);
});

test('another site changes the sky, the title, the queries and the address', async ({ page }) => {
  await openDashboard(page, 'orrery-tonight');
  const before = await scene(page).screenshot();
  const asked = page.waitForRequest((request) => request.postData()?.includes('"observer":"mauna-kea"') ?? false);
  await chooseVariable(page, 'Site', 'Mauna Kea');
  await asked;
  await expect(scene(page).getByRole('heading', { name: /Sky over Mauna Kea/ })).toBeVisible();
  await expect(page).toHaveURL(/var-site=mauna-kea/);
  await expect.poll(async () => (await scene(page).screenshot()).equals(before)).toBe(false);
});

test('the address sets variables and time range as in Grafana', async ({ page }) => {
  await openDashboard(
    page,
    'orrery-tonight',
    'var-site=la-palma&from=2024-05-10T12:00:00.000Z&to=2024-05-11T12:00:00.000Z',
  );
  await expect(scene(page).getByRole('heading', { name: /Sky over La Palma/ })).toBeVisible();
  await expect(panel(page, 6).getByText('2024-05-10').first()).toBeVisible();
});

test('kiosk shows the dashboard alone', async ({ page }) => {
  await openDashboard(page, 'orrery-tonight', 'kiosk');
  await expect(page.getByRole('navigation')).toHaveCount(0);
});

test('the theme switch turns the page light and keeps it so', async ({ page }) => {
  await page.goto('/?theme=dark');
  await page.getByRole('button', { name: 'Light theme' }).click();
  await expect(page.getByRole('button', { name: 'Dark theme' })).toBeVisible();
  await page.goto('/explore');
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'light');
});

test('sunrise and sunset stand as annotations in the graph until they are switched off', async ({ page }) => {
  await openDashboard(page, 'orrery-tonight', 'from=2024-03-20T00:00:00.000Z&to=2024-03-21T00:00:00.000Z');
  const marks = panel(page, 3).getByTestId('annotation-mark');
  await expect(marks).toHaveCount(2);
  await marks.first().focus();
  await expect(page.getByRole('tooltip')).toContainText('Sunrise');
  await page.getByLabel('Sun', { exact: true }).click({ force: true });
  await expect(marks).toHaveCount(0);
});

test('hovering a graph shows its values and moves the moment of the picture', async ({ page }) => {
  await openDashboard(page, 'orrery-tonight', 'from=2024-03-20T00:00:00.000Z&to=2024-03-21T00:00:00.000Z');
  const slider = scene(page).getByRole('slider', { name: 'Moment shown' });
  const before = await slider.inputValue();
  await panel(page, 3)
    .locator('.u-over')
    .hover({ position: { x: 200, y: 60 } });
  await expect.poll(() => slider.inputValue()).not.toBe(before);
});
