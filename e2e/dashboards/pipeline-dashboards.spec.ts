import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DASHBOARDS, expect, openDashboard, panel, test, type DashboardUid } from './support/fixtures.ts';

const SCREENSHOTS = join(import.meta.dirname, '..', 'screenshots');
const STORM = 'from=2024-05-09T00:00:00.000Z&to=2024-05-14T00:00:00.000Z';
/** The pipeline pulls every recording in its first seconds; two cores that draw at the same time take longer. */
const LOAD_TIMEOUT_MS = 60_000;

interface View {
  readonly uid: DashboardUid;
  readonly query: string;
  /** Panels for which nothing is recorded, or nothing of the range. */
  readonly empty: readonly string[];
}

const VIEWS: readonly View[] = [
  // SWPC's messages of the storm are not among the recordings.
  { uid: 'orrery-space-weather', query: STORM, empty: ['Alerts, watches and warnings'] },
  // JPL's list of impact risks is not among the recordings, its database only for four objects.
  { uid: 'orrery-near-earth', query: '', empty: ['Impact risks (Sentry)', 'Orbits of small bodies'] },
  // Nothing fails in a replay without faults.
  { uid: 'orrery-pipeline', query: '', empty: ['Failed jobs', 'Quarantine'] },
];

/** Titles of panels that say that they have nothing. */
async function emptyPanels(page: Page): Promise<readonly string[]> {
  const empty = page.locator('[data-viz-panel-key]').filter({ hasText: 'No data' });
  return Promise.all((await empty.all()).map((one) => one.getByRole('heading').first().innerText()));
}

for (const { uid, query, empty } of VIEWS) {
  for (const theme of ['dark', 'light'] as const) {
    test(
      `${DASHBOARDS[uid].title} draws the recordings in the ${theme} theme without an error`,
      { tag: '@recordings' },
      async ({ page, problems }) => {
        await expect(async () => {
          await openDashboard(page, uid, `theme=${theme}&${query}`);
          const missing = (await emptyPanels(page)).filter((title) => !empty.includes(title));
          expect(missing).toEqual([]);
        }).toPass({ timeout: LOAD_TIMEOUT_MS });
        await expect(page.getByLabel('Panel status')).toHaveCount(0);
        await page.screenshot({ path: join(SCREENSHOTS, `${uid}-${theme}.png`), fullPage: true });
        expect(problems.list()).toEqual([]);
      },
    );
  }
}

test(
  'the storm of May 2024 stands in Space weather with Kp 9 and its mark',
  { tag: '@recordings' },
  async ({ page }) => {
    await openDashboard(page, 'orrery-space-weather', STORM);
    const kp = panel(page, 2);
    const marks = kp.getByTestId('annotation-mark');
    await expect(marks.first()).toBeVisible();
    await expect(async () => {
      for (const mark of await marks.all()) {
        await mark.focus();
        if (/storm/i.test(await page.getByRole('tooltip').innerText())) return;
      }
      throw new Error('no mark of a storm');
    }).toPass();
    await expect(page.getByRole('tooltip')).toContainText(/Kp 9/);
    await expect(panel(page, 9)).toContainText('Geomagnetic storm');
  },
);
