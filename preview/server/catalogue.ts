import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicDataSource, type DataSourceRecord } from './data-source.ts';
import type { PreviewOptions } from './options.ts';

/** A dashboard as stored: Grafana's JSON, of which only these fields are looked at here. */
export interface StoredDashboard {
  readonly uid: string;
  readonly title: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly [key: string]: unknown;
}

/** Dashboards that come first in lists; the rest follow by file name. */
const FIRST = ['orrery-tonight', 'orrery-solar-system', 'orrery-satellites'];

const rank = ({ uid }: StoredDashboard): number => (FIRST.includes(uid) ? FIRST.indexOf(uid) : FIRST.length);

/** The provisioned dashboards, read anew each time so that an edit shows on reload. */
export function readDashboards(dir: string): StoredDashboard[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(dir, name), 'utf8')) as StoredDashboard)
    .sort((a, b) => rank(a) - rank(b));
}

function readPluginMeta(id: string, dir: string): Record<string, unknown> | null {
  const file = join(dir, 'plugin.json');
  if (!existsSync(file)) return null;
  const meta = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const baseUrl = `public/plugins/${id}`;
  const info = meta['info'] as Record<string, unknown>;
  const logos = Object.fromEntries(
    Object.entries((info['logos'] ?? {}) as Record<string, string>).map(([size, path]) => [size, `${baseUrl}/${path}`]),
  );
  return { ...meta, id, module: `${baseUrl}/module.js`, baseUrl, info: { ...info, logos, links: [], screenshots: [] } };
}

/** What Grafana tells its page at the start: data sources and panels with their plugin.json. */
export function frontendSettings({ pluginDirs }: PreviewOptions, record: DataSourceRecord): Record<string, unknown> {
  const metas = Object.entries(pluginDirs)
    .map(([id, dir]) => readPluginMeta(id, dir))
    .filter((meta) => meta !== null);
  const byId = (id: string): Record<string, unknown> | undefined => metas.find((meta) => meta['id'] === id);
  const dataSource = { ...publicDataSource(record), meta: byId(record.type) ?? { id: record.type, info: {} } };
  return {
    datasources: { [record.name]: dataSource },
    defaultDatasource: record.name,
    panels: Object.fromEntries(metas.filter((meta) => meta['type'] === 'panel').map((meta) => [meta['id'], meta])),
    buildInfo: { version: '13.2.2', commit: 'preview', env: 'production' },
    namespace: 'default',
    appUrl: '/',
    appSubUrl: '',
    featureToggles: {},
    minRefreshInterval: '1s',
  };
}
