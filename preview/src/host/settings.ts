import type { ServiceClock } from '@orrery/contract';
import type { DataSourceInstanceSettings, PanelPluginMeta } from '@grafana/data';

/** What the server tells the page at the start; the same names as Grafana's frontend settings. */
export interface FrontendSettings {
  readonly datasources: Readonly<Record<string, DataSourceInstanceSettings>>;
  readonly defaultDatasource: string;
  readonly panels: Readonly<Record<string, PanelPluginMeta>>;
  /** The time of the data; null where the service did not say. */
  readonly clock: ServiceClock | null;
  readonly [key: string]: unknown;
}

export type ThemeName = 'dark' | 'light';
const THEME_KEY = 'orrery.preview.theme';

/** Theme of the address (`?theme=light`), else the one chosen before, else the system's. */
export function chosenTheme(search: string): ThemeName {
  const asked = new URLSearchParams(search).get('theme') ?? window.localStorage.getItem(THEME_KEY);
  if (asked === 'dark' || asked === 'light') return asked;
  return window.matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

/** Keeps the theme and loads the page anew: themes are read in many places once, at the start. */
export function switchTheme(theme: ThemeName): void {
  window.localStorage.setItem(THEME_KEY, theme);
  const address = new URL(window.location.href);
  address.searchParams.delete('theme');
  window.location.assign(address);
}
