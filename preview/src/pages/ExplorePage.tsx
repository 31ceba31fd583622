import { css } from '@emotion/css';
import { CoreApp, type DataSourceApi, type GrafanaTheme2, type PanelData, type QueryEditorProps } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import {
  EmbeddedScene,
  SceneFlexItem,
  SceneFlexLayout,
  SceneQueryRunner,
  SceneTimePicker,
  SceneTimeRange,
  UrlSyncContextProvider,
  VizPanel,
  type SceneDataQuery,
} from '@grafana/scenes';
import { Alert, Button, useStyles2 } from '@grafana/ui';
import { useEffect, useState, type ComponentType, type ReactElement } from 'react';
import { messageOf } from '../host/error-message.ts';

interface ExploreScene {
  readonly scene: EmbeddedScene;
  readonly runner: SceneQueryRunner;
}

const DEFAULT_RANGE = { from: 'now-12h', to: 'now+12h' };

function createScene(datasource: DataSourceApi, query: SceneDataQuery): ExploreScene {
  const runner = new SceneQueryRunner({ datasource: datasource.getRef(), queries: [query] });
  const panel = (pluginId: string, title: string): SceneFlexItem =>
    new SceneFlexItem({ minHeight: 320, body: new VizPanel({ key: `explore-${pluginId}`, pluginId, title }) });
  const scene = new EmbeddedScene({
    $timeRange: new SceneTimeRange(DEFAULT_RANGE),
    $data: runner,
    controls: [new SceneTimePicker({ isOnCanvas: true })],
    body: new SceneFlexLayout({
      direction: 'column',
      children: [panel('timeseries', 'Time series'), panel('table', 'Table')],
    }),
  });
  return { scene, runner };
}

/** `/explore`: the data source's own query editor over a graph and a table of the answer. */
export function ExplorePage(): ReactElement | null {
  const [datasource, setDatasource] = useState<DataSourceApi | null>(null);
  const [error, setError] = useState('');
  useEffect(() => {
    document.title = 'Explore – Orrery preview';
    getDataSourceSrv()
      .get()
      .then(setDatasource, (reason: unknown) => setError(messageOf(reason)));
  }, []);
  if (error) return <Alert title="The data source does not load">{error}</Alert>;
  return datasource ? <Explore datasource={datasource} /> : null;
}

function Explore({ datasource }: { readonly datasource: DataSourceApi }): ReactElement {
  const style = useStyles2(styles);
  const [query, setQuery] = useState<SceneDataQuery>({ refId: 'A', ...datasource.getDefaultQuery?.(CoreApp.Explore) });
  const [{ scene, runner }] = useState(() => createScene(datasource, query));
  const Editor = datasource.components?.QueryEditor as ComponentType<QueryEditorProps<DataSourceApi>> | undefined;
  const { data } = runner.useState();
  const run = (): void => runner.runQueries();
  const change = (next: SceneDataQuery): void => {
    setQuery(next);
    runner.setState({ queries: [next] });
  };
  return (
    <main className={style.page}>
      <h1>Explore</h1>
      <section className={style.editor} aria-label="Query">
        {Editor ? (
          <Editor
            datasource={datasource}
            query={query}
            queries={[query]}
            onChange={(next) => change(next as SceneDataQuery)}
            onRunQuery={run}
            app={CoreApp.Explore}
            range={scene.state.$timeRange?.state.value}
            data={data as PanelData}
          />
        ) : (
          <Alert title="This data source has no query editor" severity="warning" />
        )}
        <Button icon="sync" onClick={run}>
          Run query
        </Button>
      </section>
      <UrlSyncContextProvider scene={scene}>
        <scene.Component model={scene} />
      </UrlSyncContextProvider>
    </main>
  );
}

const styles = (theme: GrafanaTheme2): Record<'page' | 'editor', string> => ({
  page: css({
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    gap: theme.spacing(1.5),
    padding: theme.spacing(1.5, 2),
    '& > h1': { fontSize: theme.typography.h3.fontSize },
  }),
  editor: css({
    padding: theme.spacing(2),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    '& > button': { marginTop: theme.spacing(1.5) },
  }),
});
