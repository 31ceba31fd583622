import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const ICONS_DIR = join(dirname(require.resolve('@grafana/ui/package.json')), 'dist', 'public', 'img', 'icons');
const NOTHING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"></svg>';
const OPPOSITE: Readonly<Record<string, string>> = { left: 'right', right: 'left', up: 'down', down: 'up' };

/**
 * A picture for an icon that @grafana/ui asks for but does not ship: its mirror image where that one is there
 * (`angle-double-left` of `angle-double-right`), else an empty one, so that no request fails.
 */
export function iconInstead({ set, name }: { readonly set: string; readonly name: string }): string {
  const [, stem, side] = /^([\w-]+)-(left|right|up|down)\.svg$/.exec(name) ?? [];
  const other = stem && side && /^\w+$/.test(set) ? join(ICONS_DIR, set, `${stem}-${OPPOSITE[side] ?? ''}.svg`) : '';
  if (other === '' || !existsSync(other)) return NOTHING;
  const inner = readFileSync(other, 'utf8')
    .replace(/^[\s\S]*?<svg[^>]*>/, '')
    .replace(/<\/svg>\s*$/, '');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><g transform="rotate(180 12 12)">${inner}</g></svg>`;
}
