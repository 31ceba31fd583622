import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { Badge, useStyles2, type BadgeColor } from '@grafana/ui';
import { useEffect, useState, type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import type { Alert, AlertState } from '../../server/alerting/states.ts';
import type { AlertsAnswer } from '../../server/alerting/watch.ts';
import { messageOf } from '../host/error-message.ts';

const POLL_MS = 2000;
const COLORS: Readonly<Record<AlertState, BadgeColor>> = {
  Normal: 'green',
  Pending: 'orange',
  Alerting: 'red',
  NoData: 'blue',
  Error: 'red',
};
const WORDS: Readonly<Record<AlertState, string>> = {
  Normal: 'Normal',
  Pending: 'Pending',
  Alerting: 'Firing',
  NoData: 'No data',
  Error: 'Error',
};

const momentOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
/** Labels that tell alerts of one rule apart. */
const labelsOf = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
const keyOf = ({ uid, labels }: Pick<Alert, 'uid' | 'labels'>): string => `${uid} ${labelsOf(labels)}`;

/** `/alerts`: the provisioned rules as they stand, and what changed. In Grafana its own alerting shows this. */
export function AlertsPage(): ReactElement {
  const style = useStyles2(styles);
  const [answer, setAnswer] = useState<AlertsAnswer | null>(null);
  const [error, setError] = useState('');
  useEffect(() => {
    document.title = 'Alerts – Orrery preview';
    const ask = (): void => {
      getBackendSrv()
        .get<AlertsAnswer>('/api/preview/alerts')
        .then(
          (next) => {
            setAnswer(next);
            setError('');
          },
          (reason: unknown) => setError(messageOf(reason)),
        );
    };
    ask();
    const timer = window.setInterval(ask, POLL_MS);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <main className={style}>
      <h1>Alerts</h1>
      <p>
        The rules of provisioning/alerting, evaluated by the preview at the clock of the data. In Grafana its own
        alerting evaluates them.
      </p>
      {error ? <p role="alert">{error}</p> : null}
      {answer?.evaluatedMs == null ? (
        <p role="status">The rules have not been evaluated yet.</p>
      ) : (
        <Rules {...answer} />
      )}
    </main>
  );
}

function Rules({ alerts, transitions }: AlertsAnswer): ReactElement {
  return (
    <>
      <table>
        <thead>
          <tr>
            <th>State</th>
            <th>Rule</th>
            <th>Since</th>
            <th>What it says</th>
          </tr>
        </thead>
        <tbody>
          {alerts.map((alert) => (
            <tr key={keyOf(alert)} data-testid="alert" data-state={alert.state}>
              <td>
                <Badge color={COLORS[alert.state]} text={WORDS[alert.state]} />
              </td>
              <td>
                <Link to={`/d/${alert.dashboardUid}`}>{alert.title}</Link>
                <small>{labelsOf(alert.labels)}</small>
              </td>
              <td>{momentOf(alert.sinceMs)}</td>
              <td>{alert.state === 'Normal' ? '' : `${alert.summary}. ${alert.description}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>Changes</h2>
      {transitions.length === 0 ? <p>Nothing has changed since the preview was started.</p> : null}
      <ul>
        {transitions.map((change) => (
          <li key={`${change.atMs} ${keyOf(change)}`} data-testid="transition">
            {momentOf(change.atMs)}: {change.title}, {WORDS[change.from]} → {WORDS[change.to]}
          </li>
        ))}
      </ul>
    </>
  );
}

const styles = (theme: GrafanaTheme2): string =>
  css({
    display: 'grid',
    gap: theme.spacing(2),
    width: '100%',
    maxWidth: 1100,
    margin: '0 auto',
    padding: theme.spacing(3, 2),
    '& > h1': { fontSize: theme.typography.h3.fontSize },
    '& > h2': { fontSize: theme.typography.h5.fontSize },
    '& > p': { color: theme.colors.text.secondary },
    '& th, & td': {
      padding: theme.spacing(1),
      textAlign: 'left',
      verticalAlign: 'top',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    },
    '& th, & td:nth-of-type(3)': { whiteSpace: 'nowrap' },
    '& a': { color: theme.colors.text.link },
    '& small': { display: 'block', color: theme.colors.text.secondary },
    '& ul': { listStyle: 'none' },
  });
