import { messageOf } from '@orrery/contract';
import { withReadableTimes } from './host/address.ts';
import { followClock } from './host/clock.ts';
import { chosenTheme, type FrontendSettings } from './host/settings.ts';

/** @grafana/runtime reads `grafanaBootData` while it is imported, so everything else is imported afterwards. */
async function boot(): Promise<void> {
  const response = await fetch('/api/frontend/settings');
  const settings = (await response.json()) as FrontendSettings;
  followClock(settings.clock);
  const { pathname, search, hash } = window.location;
  window.history.replaceState(null, '', `${pathname}${withReadableTimes(search)}${hash}`);
  const theme = chosenTheme(window.location.search);
  window.__grafana_public_path__ = '/public/';
  window.grafanaBootData = {
    settings,
    user: {
      id: 1,
      isSignedIn: true,
      login: 'preview',
      name: 'Orrery preview',
      orgId: 1,
      orgRole: 'Admin',
      theme,
      lightTheme: theme === 'light',
      timezone: 'browser',
      weekStart: '',
      locale: 'en-US',
      regionalFormat: 'en-US',
      permissions: {},
    },
    navTree: [],
    assets: { dark: '', light: '' },
  };
  document.documentElement.style.colorScheme = theme;
  document.documentElement.style.background = theme === 'light' ? '#f4f5f5' : '#111217';
  const { start } = await import('./main.tsx');
  await start(settings);
}

boot().catch((error: unknown) => {
  reportError(error);
  const message = document.createElement('p');
  message.setAttribute('role', 'alert');
  message.textContent = `The preview does not start: ${messageOf(error)}`;
  document.getElementById('root')?.replaceChildren(message);
});
