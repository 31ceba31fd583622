import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { ReactElement } from 'react';
import { Link } from 'react-router-dom';
import type { DashboardListItem } from './dashboard-list.ts';

/** The list of dashboards. */
export function HomePage({ dashboards }: { readonly dashboards: readonly DashboardListItem[] }): ReactElement {
  const style = useStyles2(styles);
  return (
    <main className={style.page}>
      <h1>Dashboards</h1>
      <p>
        These are the dashboards that ship with Orrery, drawn from the same files that Grafana is provisioned with, by
        the built plugins. What surrounds them is a plain stand-in for Grafana.
      </p>
      {dashboards.length === 0 ? <p>There are no dashboards in provisioning/dashboards.</p> : null}
      <ul className={style.list}>
        {dashboards.map(({ uid, title, description }) => (
          <li key={uid}>
            <Link to={`/d/${uid}`} className={style.card}>
              <span className={style.title}>{title}</span>
              <span className={style.description}>{description}</span>
            </Link>
          </li>
        ))}
      </ul>
    </main>
  );
}

const styles = (theme: GrafanaTheme2): Record<'page' | 'list' | 'card' | 'title' | 'description', string> => ({
  page: css({ maxWidth: 1100, margin: '0 auto', padding: theme.spacing(4, 2) }),
  list: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(280px, 1fr))',
    gap: theme.spacing(2),
    listStyle: 'none',
    padding: 0,
    marginTop: theme.spacing(3),
  }),
  card: css({
    display: 'grid',
    gap: theme.spacing(1),
    alignContent: 'start',
    height: '100%',
    padding: theme.spacing(2),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    '&:hover': { borderColor: theme.colors.border.strong },
  }),
  title: css({ fontSize: theme.typography.h4.fontSize, fontWeight: theme.typography.fontWeightMedium }),
  description: css({ color: theme.colors.text.secondary }),
});
