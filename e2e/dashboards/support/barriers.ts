import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * Markup of @grafana/ui and @grafana/scenes themselves, which no plugin can change: names of buttons that do not begin
 * with their text; titles of rows that are headings without a level.
 */
const NOT_OURS: Readonly<Record<string, RegExp>> = {
  'label-content-name-mismatch': /LegendLabel|RefreshPicker/,
  'aria-required-attr': /^<span class="[^"]*" role="heading">/,
};

/** What axe finds that keeps people out, as `rule: element` lines. */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => ({ id, html })))
    .filter(({ id, html }) => !(NOT_OURS[id]?.test(html) ?? false))
    .map(({ id, html }) => `${id}: ${html.slice(0, 200)}`);
}
