import { css } from '@emotion/css';
import type {
  DataSourceApi,
  DataSourcePlugin,
  DataSourcePluginOptionsEditorProps,
  DataSourceSettings,
  GrafanaTheme2,
} from '@grafana/data';
import { getBackendSrv, getDataSourceSrv, isFetchError } from '@grafana/runtime';
import { Alert, Button, useStyles2 } from '@grafana/ui';
import { useEffect, useState, type ComponentType, type ReactElement } from 'react';
import { importDataSourcePlugin } from '../host/data-source-srv.ts';
import { messageOf } from '../host/error-message.ts';

type ConfigEditor = ComponentType<DataSourcePluginOptionsEditorProps>;

interface Loaded {
  readonly editor: ConfigEditor | undefined;
  readonly settings: DataSourceSettings;
}

interface Health {
  readonly ok: boolean;
  readonly message: string;
}

async function load(): Promise<Loaded & { address: string }> {
  const instance = getDataSourceSrv().getInstanceSettings();
  if (!instance) throw new Error('The preview has no data source');
  const address = `/api/datasources/uid/${instance.uid}`;
  const plugin: DataSourcePlugin<DataSourceApi> = await importDataSourcePlugin(instance);
  const settings = await getBackendSrv().get<DataSourceSettings>(address);
  return { editor: plugin.components.ConfigEditor as ConfigEditor | undefined, settings, address };
}

async function checkHealth(address: string): Promise<Health> {
  try {
    const { message } = await getBackendSrv().get<{ message: string }>(`${address}/health`);
    return { ok: true, message };
  } catch (error) {
    if (isFetchError<{ message?: string }>(error)) return { ok: false, message: messageOf(error) };
    throw error;
  }
}

/** `/datasource`: the data source's configuration editor, with Grafana's "Save & test". */
export function DataSourcePage(): ReactElement | null {
  const style = useStyles2(styles);
  const [loaded, setLoaded] = useState<(Loaded & { address: string }) | null>(null);
  const [health, setHealth] = useState<Health | null>(null);
  const [error, setError] = useState('');
  useEffect(() => {
    document.title = 'Data source – Orrery preview';
    load().then(setLoaded, (reason: unknown) => setError(messageOf(reason)));
  }, []);
  if (error) return <Alert title="The data source does not load">{error}</Alert>;
  if (!loaded) return null;
  const { editor: Editor, settings, address } = loaded;
  const saveAndTest = async (): Promise<void> => {
    setHealth(null);
    const saved = await getBackendSrv().put<{ datasource: DataSourceSettings }>(address, settings);
    setLoaded({ ...loaded, settings: saved.datasource });
    setHealth(await checkHealth(address));
  };
  return (
    <main className={style}>
      <h1>Data source {settings.name}</h1>
      <p>Changes live as long as the preview runs.</p>
      {Editor ? (
        <Editor options={settings} onOptionsChange={(next) => setLoaded({ ...loaded, settings: next })} />
      ) : null}
      <Button onClick={() => void saveAndTest().catch((reason: unknown) => setError(messageOf(reason)))}>
        Save & test
      </Button>
      <div role="status" data-testid="health">
        {health ? <Alert severity={health.ok ? 'success' : 'error'} title={health.message} /> : null}
      </div>
    </main>
  );
}

const styles = (theme: GrafanaTheme2): string =>
  css({
    display: 'grid',
    gap: theme.spacing(2),
    justifyItems: 'start',
    width: '100%',
    maxWidth: 900,
    margin: '0 auto',
    padding: theme.spacing(3, 2),
    '& > h1': { fontSize: theme.typography.h3.fontSize },
  });
