import { getBackendSrv } from '@grafana/runtime';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { startHost } from './host/host.ts';
import type { FrontendSettings } from './host/settings.ts';
import type { DashboardListItem } from './pages/dashboard-list.ts';

/** Starts the host services and draws the page. */
export async function start(settings: FrontendSettings): Promise<void> {
  const templateSrv = await startHost(settings);
  const dashboards = await getBackendSrv().get<DashboardListItem[]>('/api/search');
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no #root');
  createRoot(root).render(<App dashboards={dashboards} templateSrv={templateSrv} clock={settings.clock} />);
}
