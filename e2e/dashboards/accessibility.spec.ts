import { barriers } from './support/barriers.ts';
import { DASHBOARD_UIDS, DASHBOARDS, expect, openDashboard, scene, test } from './support/fixtures.ts';

for (const uid of DASHBOARD_UIDS) {
  for (const theme of ['dark', 'light'] as const) {
    test(
      `axe finds no barrier in ${DASHBOARDS[uid].title}, ${theme}`,
      { tag: DASHBOARDS[uid].tag },
      async ({ page }) => {
        await openDashboard(page, uid, `theme=${theme}`);
        expect(await barriers(page)).toEqual([]);
      },
    );
  }
}

for (const path of ['/', '/explore', '/datasource']) {
  test(`axe finds no barrier in ${path}`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await barriers(page)).toEqual([]);
  });
}

test('the picture is reached, walked and read with the keyboard', async ({ page }) => {
  await openDashboard(page, 'orrery-tonight');
  const picture = scene(page).getByRole('application');
  await picture.focus();
  await expect(picture).toBeFocused();
  const spoken = scene(page).getByRole('status');
  // There is nothing to walk to before the first picture.
  await expect(async () => {
    await page.keyboard.press('n');
    await expect(spoken).toContainText(/altitude/i, { timeout: 1_000 });
  }).toPass();
  const first = await spoken.innerText();
  await page.keyboard.press('n');
  await expect(spoken).not.toHaveText(first);
  await page.keyboard.press('Escape');
  await expect(spoken).toHaveText('');
});

test('the slider moves the moment with the arrow keys', async ({ page }) => {
  await openDashboard(page, 'orrery-tonight');
  const slider = scene(page).getByRole('slider', { name: 'Moment shown' });
  const before = Number(await slider.inputValue());
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  expect(Number(await slider.inputValue())).toBeGreaterThan(before);
});

test('every picture has a table that says the same', async ({ page }) => {
  await openDashboard(page, 'orrery-tonight');
  const toggle = scene(page).getByRole('button', { name: 'Show as table' });
  await toggle.focus();
  await page.keyboard.press('Enter');
  const table = scene(page).getByRole('table');
  for (const body of ['Moon', 'Mars', 'Saturn']) await expect(table).toContainText(body);
  await scene(page).getByRole('button', { name: 'Show as picture' }).click();
  await expect(scene(page).getByRole('application')).toBeVisible();
});
