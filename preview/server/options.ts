import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the preview finds what it shows, and the service it asks. */
export interface PreviewOptions {
  /** TCP port; 0 takes any free one. */
  readonly port: number;
  /** Base address of the Orrery service, without a trailing slash. */
  readonly serviceUrl: string;
  /** The built page (`vite build`). */
  readonly staticDir: string;
  /** Built plugins, by plugin id: the folders that hold `module.js` and `plugin.json`. */
  readonly pluginDirs: Readonly<Record<string, string>>;
  /** Dashboards in Grafana's JSON, one a file. */
  readonly dashboardsDir: string;
  /** Source folder of the data source's Go code; tells the version of the plugin SDK. */
  readonly goModuleDir: string;
  /** Where files that were found once are kept. */
  readonly cacheDir: string;
}

export const DATA_SOURCE_ID = 'orrery-space-datasource';
export const PANEL_ID = 'orrery-sky3d-panel';
export const DATA_SOURCE_UID = 'orrery';

/**
 * The repository's root; this file lies two folders below it as source (`preview/server`) and as build
 * (`preview/dist-server`).
 */
export const REPOSITORY_ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The options given, the repository's own folders for the rest. */
export function previewOptions(given: Partial<PreviewOptions> = {}): PreviewOptions {
  const at = (...path: string[]): string => join(REPOSITORY_ROOT, ...path);
  const options: PreviewOptions = {
    port: 4300,
    staticDir: at('preview', 'dist'),
    pluginDirs: { [DATA_SOURCE_ID]: at('plugin-datasource', 'dist'), [PANEL_ID]: at('plugin-panel', 'dist') },
    dashboardsDir: at('provisioning', 'dashboards'),
    goModuleDir: at('plugin-datasource'),
    cacheDir: at('.cache'),
    ...given,
    serviceUrl: (given.serviceUrl ?? 'http://127.0.0.1:4310').replace(/\/+$/, ''),
  };
  if (!existsSync(join(options.staticDir, 'index.html'))) {
    throw new Error(`No built page in ${options.staticDir}: run "npm run build -w preview" first.`);
  }
  return options;
}
