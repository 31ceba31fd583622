import { test as base, expect, type Locator, type Page } from '@playwright/test';

export { expect };

export interface Problems {
  /** Console errors, uncaught exceptions and failed requests since the test began. */
  readonly list: () => readonly string[];
}

/** Playwright's test, with an ear on everything that goes wrong in the page. */
export const test = base.extend<{ problems: Problems }>({
  problems: async ({ page }, use) => {
    const found: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') found.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => found.push(`exception: ${error.message}`));
    page.on('response', (response) => {
      if (response.status() >= 400) found.push(`${response.status()} ${response.url()}`);
    });
    await use({ list: () => found });
  },
});

/** `scene`: the first panel is a 3D panel. */
export const DASHBOARDS = {
  'orrery-tonight': { title: 'Tonight', panels: 6, tag: '@sky', scene: true },
  'orrery-solar-system': { title: 'Solar system', panels: 5, tag: '@sky', scene: true },
  'orrery-satellites': { title: 'Satellites', panels: 6, tag: '@recordings', scene: true },
  'orrery-space-weather': { title: 'Space weather', panels: 10, tag: '@recordings', scene: false },
  'orrery-near-earth': { title: 'Near-Earth objects', panels: 6, tag: '@recordings', scene: false },
  'orrery-pipeline': { title: 'Pipeline', panels: 8, tag: '@recordings', scene: false },
  'orrery-forecasts': { title: 'Forecasts', panels: 25, tag: '@stand', scene: false },
} as const;
export type DashboardUid = keyof typeof DASHBOARDS;
/** Those that the preview of the recordings fills; that of forecasts has a stand of its own. */
export const DASHBOARD_UIDS = (Object.keys(DASHBOARDS) as readonly DashboardUid[]).filter(
  (uid) => DASHBOARDS[uid].tag !== '@stand',
);

/** The panel with that id of the dashboard's JSON. */
export const panel = (page: Page, id: number): Locator => page.locator(`[data-viz-panel-key="panel-${id}"]`);

/** The 3D panel is the first of each dashboard that has one. */
export const scene = (page: Page): Locator => panel(page, 1);

/** Opens a dashboard and waits until every panel has its data. */
export async function openDashboard(page: Page, uid: DashboardUid, query = ''): Promise<void> {
  await page.goto(`/d/${uid}${query === '' ? '' : `?${query}`}`);
  await expect(page.getByRole('heading', { level: 1, name: DASHBOARDS[uid].title })).toBeVisible();
  await expect(page.locator('[data-viz-panel-key]')).toHaveCount(DASHBOARDS[uid].panels);
  if (DASHBOARDS[uid].scene) await settled(page);
  else await answered(page, DASHBOARDS[uid].panels);
}

/** A dashboard of two dozen panels draws them one after the other. */
const ANSWERED_TIMEOUT_MS = 60_000;

/** What a panel says where it is good that there is nothing: the `noValue` of the dashboards. */
const QUIET = [
  'No job has failed.',
  'Nothing was set aside in this range.',
  'No drift was found in this range, and no retraining was asked for.',
];
/** Signs that a panel has its picture, table or numbers, as selectors of what is in it. */
const FULL = [
  ':has(.u-over, table, [role="grid"], [role="application"], svg[role="img"])',
  ...QUIET.map((text) => `:has-text("${text}")`),
  ':has(:text-matches("^\\\\s*-?[0-9.]+\\\\s*$"))',
];

/** Panels that show nothing yet. */
export const emptyPanels = (page: Page): Locator =>
  page.locator(`[data-viz-panel-key]${FULL.map((sign) => `:not(${sign})`).join('')}`);

/** Waits until each panel shows something: a graph, a table, numbers, that there is nothing, or an error. */
async function answered(page: Page, panels: number): Promise<void> {
  const signs = [...FULL, ':has([role="alert"])', ':has-text("No data")'];
  const shown = page.locator(signs.map((sign) => `[data-viz-panel-key]${sign}`).join(', '));
  await expect(shown).toHaveCount(panels, { timeout: ANSWERED_TIMEOUT_MS });
  await expect(page.getByLabel('Panel loading bar')).toHaveCount(0);
}

/** Waits until no panel loads any more and the picture of the 3D panel stands. */
export async function settled(page: Page): Promise<void> {
  await expect(scene(page).getByRole('application')).toBeVisible();
  await expect(page.getByLabel('Panel loading bar')).toHaveCount(0);
}

/** How many different colours a part of the page shows: 1 is a blank, a drawing has hundreds. */
export async function colourCount(page: Page, locator: Locator): Promise<number> {
  const png = (await locator.screenshot()).toString('base64');
  return page.evaluate(async (data) => {
    const blob = await (await fetch(`data:image/png;base64,${data}`)).blob();
    const bitmap = await createImageBitmap(blob);
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (!context) throw new Error('no 2D canvas');
    context.drawImage(bitmap, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
    return new Set(pixels).size;
  }, png);
}

/** Chooses a value of a variable as with the keyboard: the words typed, then Enter. */
export async function chooseVariable(page: Page, label: string, words: string): Promise<void> {
  const box = page.getByLabel(label, { exact: true });
  await box.click();
  await box.fill(words);
  await expect(page.getByText(words).last()).toBeVisible();
  await box.press('Enter');
}
