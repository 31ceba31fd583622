import { EventBusSrv } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import {
  setAppEvents,
  setBackendSrv,
  setDataSourceSrv,
  setEchoSrv,
  setPluginImportUtils,
  setRunRequest,
  setTemplateSrv,
  type EchoSrv,
} from '@grafana/runtime';
import { initializeLoggersRegistry, reloadDataSourceInstanceSettings } from '@grafana/runtime/unstable';
import { corePanels } from '../panels/index.ts';
import { createBackendSrv } from './backend-srv.ts';
import { createDataSourceSrv } from './data-source-srv.ts';
import { createPanelImporter, shareModules } from './plugin-loader.ts';
import { fillRegistries } from './registries.tsx';
import { runRequest } from './run-request.ts';
import type { FrontendSettings } from './settings.ts';
import { SHARED_MODULES } from './shared.ts';
import { createTemplateSrv, type SceneTemplateSrv } from './template-srv.ts';

const silentEcho: EchoSrv = {
  flush: () => undefined,
  addBackend: () => undefined,
  addEvent: () => undefined,
  onInteraction: () => () => undefined,
};

/** Gives @grafana/runtime the services that Grafana gives it at its start. Call once. */
export async function startHost(settings: FrontendSettings): Promise<SceneTemplateSrv> {
  await initPluginTranslations('grafana', []);
  initializeLoggersRegistry();
  fillRegistries();
  shareModules(SHARED_MODULES);
  const templateSrv = createTemplateSrv();
  setEchoSrv(silentEcho);
  setAppEvents(new EventBusSrv());
  setBackendSrv(createBackendSrv());
  setTemplateSrv(templateSrv);
  // Fills the runtime's own list of data sources; it fetches it only as long as there is no DataSourceSrv.
  await reloadDataSourceInstanceSettings();
  setDataSourceSrv(createDataSourceSrv(settings, templateSrv));
  setRunRequest(runRequest);
  setPluginImportUtils(createPanelImporter(settings, corePanels()));
  return templateSrv;
}
