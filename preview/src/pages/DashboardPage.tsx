import { css } from '@emotion/css';
import type { Demo } from '@orrery/contract';
import type { GrafanaTheme2 } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { UrlSyncContextProvider, type EmbeddedScene } from '@grafana/scenes';
import { Alert, useStyles2 } from '@grafana/ui';
import { useEffect, useState, type ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import type { DashboardModel } from '../dashboards/model.ts';
import { readDashboard } from '../dashboards/read.ts';
import { demoNotes, withoutUnrecorded } from '../dashboards/recorded.ts';
import { toScene } from '../dashboards/to-scene.ts';
import { messageOf } from '../host/error-message.ts';
import type { SceneTemplateSrv } from '../host/template-srv.ts';

interface Loaded {
  readonly title: string;
  readonly notes: readonly string[];
  readonly scene: EmbeddedScene;
}

interface DashboardPageProps {
  readonly templateSrv: SceneTemplateSrv;
  /** What is recorded, where the demo is shown. */
  readonly demo: Demo | null;
}

/** `/d/:uid`: one dashboard, its state in the address as in Grafana (`from`, `to`, `refresh`, `var-…`). */
export function DashboardPage({ templateSrv, demo }: DashboardPageProps): ReactElement | null {
  const { uid = '' } = useParams();
  const style = useStyles2(styles);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [error, setError] = useState('');
  useEffect(() => {
    let left = false;
    const load = async (): Promise<void> => {
      const { dashboard } = await getBackendSrv().get<{ dashboard: DashboardModel }>(`/api/dashboards/uid/${uid}`);
      const scene = toScene(readDashboard(demo === null ? dashboard : withoutUnrecorded(dashboard, demo)));
      if (left) return;
      templateSrv.setScene(scene);
      document.title = `${dashboard.title} – Orrery preview`;
      setLoaded({ title: dashboard.title, notes: demo === null ? [] : demoNotes(dashboard, demo), scene });
    };
    load().catch((reason: unknown) => setError(messageOf(reason)));
    return () => {
      left = true;
      templateSrv.setScene(null);
    };
  }, [uid, templateSrv, demo]);

  if (error) return <Alert title={`Dashboard ${uid}`}>{error}</Alert>;
  if (!loaded) return null;
  return (
    <main className={style}>
      <h1>{loaded.title}</h1>
      {loaded.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      <UrlSyncContextProvider key={uid} scene={loaded.scene} updateUrlOnInit={false} createBrowserHistorySteps={true}>
        <loaded.scene.Component model={loaded.scene} />
      </UrlSyncContextProvider>
    </main>
  );
}

const styles = (theme: GrafanaTheme2): string =>
  css({
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    padding: theme.spacing(1.5, 2),
    '& > h1': { fontSize: theme.typography.h3.fontSize, margin: theme.spacing(0, 0, 1) },
    '& > p': { color: theme.colors.text.secondary, margin: theme.spacing(0, 0, 1) },
  });
