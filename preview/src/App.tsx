import { Global } from '@emotion/react';
import type { ServiceClock } from '@orrery/contract';
import { ThemeContext } from '@grafana/data';
import { config, locationService, LocationServiceProvider } from '@grafana/runtime';
import { ErrorBoundaryAlert, GlobalStyles, PortalContainer } from '@grafana/ui';
import { useLayoutEffect, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { Route, Router, Routes, type Navigator } from 'react-router-dom';
import { baseStyles } from './base-styles.ts';
import type { SceneTemplateSrv } from './host/template-srv.ts';
import { AlertsPage } from './pages/AlertsPage.tsx';
import { DataSourcePage } from './pages/DataSourcePage.tsx';
import { ExplorePage } from './pages/ExplorePage.tsx';
import { DashboardPage } from './pages/DashboardPage.tsx';
import { Header } from './pages/Header.tsx';
import { HomePage } from './pages/HomePage.tsx';
import type { DashboardListItem } from './pages/dashboard-list.ts';

interface AppProps {
  readonly dashboards: readonly DashboardListItem[];
  readonly templateSrv: SceneTemplateSrv;
  readonly clock: ServiceClock | null;
}

/** The router over the runtime's history, which scenes write the dashboard's state to. */
function HistoryRouter({ children }: { readonly children: ReactNode }): ReactElement {
  const history = useMemo(() => locationService.getHistory(), []);
  const [location, setLocation] = useState(history.location);
  useLayoutEffect(() => history.listen((next: typeof history.location) => setLocation({ ...next })), [history]);
  return (
    <Router location={location} navigator={history as unknown as Navigator}>
      {children}
    </Router>
  );
}

const isKiosk = (): boolean => locationService.getSearch().has('kiosk');

/** The whole page. */
export function App({ dashboards, templateSrv, clock }: AppProps): ReactElement {
  return (
    <ThemeContext.Provider value={config.theme2}>
      <Global styles={baseStyles(config.theme2)} />
      <GlobalStyles />
      <LocationServiceProvider service={locationService}>
        <HistoryRouter>
          {isKiosk() ? null : <Header dashboards={dashboards} clock={clock} />}
          <ErrorBoundaryAlert>
            <Routes>
              <Route path="/" element={<HomePage dashboards={dashboards} />} />
              <Route
                path="/d/:uid/:slug?"
                element={<DashboardPage templateSrv={templateSrv} demo={clock?.demo ?? null} />}
              />
              <Route path="/alerts" element={<AlertsPage />} />
              <Route path="/explore" element={<ExplorePage />} />
              <Route path="/datasource" element={<DataSourcePage />} />
            </Routes>
          </ErrorBoundaryAlert>
        </HistoryRouter>
      </LocationServiceProvider>
      <PortalContainer />
    </ThemeContext.Provider>
  );
}
