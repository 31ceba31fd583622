import { css } from '@emotion/css';
import type { ServiceClock } from '@orrery/contract';
import type { GrafanaTheme2 } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { Badge, Button, useStyles2, useTheme2 } from '@grafana/ui';
import { useEffect, useState, type ReactElement } from 'react';
import { Link, useLocation } from 'react-router-dom';
import { switchTheme } from '../host/settings.ts';
import { ReplayBadge } from './ReplayBadge.tsx';
import type { DashboardListItem } from './dashboard-list.ts';

interface BridgeStatus {
  readonly way: 'plugin' | 'direct';
  readonly message: string;
  readonly serviceUrl: string;
}

const POLL_MS = 5_000;

function useBridgeStatus(): BridgeStatus | null {
  const [status, setStatus] = useState<BridgeStatus | null>(null);
  useEffect(() => {
    const ask = (): void => {
      getBackendSrv()
        .get<BridgeStatus>('/api/preview/status')
        .then(setStatus, () => setStatus(null));
    };
    ask();
    const timer = window.setInterval(ask, POLL_MS);
    return () => window.clearInterval(timer);
  }, []);
  return status;
}

interface HeaderProps {
  readonly dashboards: readonly DashboardListItem[];
  readonly clock: ServiceClock | null;
}

/** Name, pages, the clock of a replay, the way of the queries, and the theme switch. */
export function Header({ dashboards, clock }: HeaderProps): ReactElement {
  const theme = useTheme2();
  const style = useStyles2(styles);
  const { pathname } = useLocation();
  const status = useBridgeStatus();
  const other = theme.isDark ? 'light' : 'dark';
  const links = [
    ...dashboards.map(({ uid, title }) => ({ to: `/d/${uid}`, title })),
    { to: '/alerts', title: 'Alerts' },
    { to: '/explore', title: 'Explore' },
    { to: '/datasource', title: 'Data source' },
  ];
  return (
    <header className={style.header}>
      <Link to="/" className={style.brand}>
        <img src="/icon.svg" alt="" width={24} height={24} />
        Orrery preview
      </Link>
      <span className={style.note}>a test page for the plugins, not Grafana</span>
      <nav className={style.nav} aria-label="Pages">
        {links.map(({ to, title }) => (
          <Link key={to} to={to} className={style.link} aria-current={pathname.startsWith(to) ? 'page' : undefined}>
            {title}
          </Link>
        ))}
      </nav>
      {clock?.replay ? <ReplayBadge clock={clock} /> : null}
      {status ? (
        <span data-testid="bridge-status" data-way={status.way}>
          <Badge
            color={status.way === 'plugin' ? 'green' : 'orange'}
            text={status.message}
            tooltip={`Service: ${status.serviceUrl}`}
          />
        </span>
      ) : null}
      <Button variant="secondary" size="sm" fill="outline" onClick={() => switchTheme(other)}>
        {theme.isDark ? 'Light theme' : 'Dark theme'}
      </Button>
    </header>
  );
}

const styles = (theme: GrafanaTheme2): Record<'header' | 'brand' | 'note' | 'nav' | 'link', string> => ({
  header: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
    padding: theme.spacing(1, 2),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  brand: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    fontSize: theme.typography.h5.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  note: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  nav: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5), marginRight: 'auto' }),
  link: css({
    padding: theme.spacing(0.5, 1),
    borderRadius: theme.shape.radius.default,
    color: theme.colors.text.secondary,
    '&:hover': { background: theme.colors.action.hover, color: theme.colors.text.primary },
    '&[aria-current="page"]': { background: theme.colors.action.selected, color: theme.colors.text.primary },
  }),
});
