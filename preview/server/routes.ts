import { json, Router, type Request, type Response } from 'express';
import { ruleGroups } from './alerting/rules.ts';
import { createAlertWatch, framesOf, type AlertWatch } from './alerting/watch.ts';
import type { Bridge } from './bridge.ts';
import { frontendSettings, readDashboards } from './catalogue.ts';
import { clockOf } from './clock.ts';
import { changedDataSource, initialDataSource, pluginContext, publicDataSource } from './data-source.ts';
import { DATA_SOURCE_UID, type PreviewOptions } from './options.ts';
import { queryDirectly, queryThroughPlugin, type QueryBody } from './query.ts';
import { checkDirectly, checkThroughPlugin, resourceDirectly, resourceThroughPlugin } from './resources.ts';

const MAX_BODY = '5mb';
/** A rule waits so long for its data. */
const ASK_TIMEOUT_MS = 30_000;
/** Says which way an answer came. */
const WAY_HEADER = 'X-Orrery-Way';

export interface PreviewApi {
  readonly router: Router;
  /** Evaluates the alert rules. */
  readonly alerts: AlertWatch;
}

/** The part of Grafana's HTTP API that the page and the plugins call. */
export function createApi(options: PreviewOptions, bridge: Bridge): PreviewApi {
  const api = Router();
  let record = initialDataSource(options.serviceUrl);
  const query = (body: QueryBody, signal: AbortSignal): ReturnType<typeof queryDirectly> => {
    const client = bridge.client();
    if (client) return queryThroughPlugin(client, body, pluginContext(record), signal);
    return queryDirectly(record.url, body, signal);
  };
  const alerts = createAlertWatch({
    groups: ruleGroups(),
    clock: () => clockOf(record.url),
    ask: async (model, fromMs, toMs) => {
      const body = { from: String(fromMs), to: String(toMs), queries: [model] };
      return framesOf((await query(body, AbortSignal.timeout(ASK_TIMEOUT_MS))).body, model.refId);
    },
  });
  api.use(json({ limit: MAX_BODY }));

  api.get('/frontend/settings', async (_, res) => {
    res.json({ ...frontendSettings(options, record), clock: await clockOf(record.url) });
  });
  api.get('/preview/status', (_, res) => void res.json({ ...bridge.status(), serviceUrl: record.url }));

  api.get('/preview/alerts', (_, res) => void res.json(alerts.answer()));

  api.get('/search', (_, res) => {
    const list = readDashboards(options.dashboardsDir);
    res.json(list.map(({ uid, title, description, tags }) => ({ uid, title, description, tags, url: `/d/${uid}` })));
  });
  api.get('/dashboards/uid/:uid', (req, res) => {
    const dashboard = readDashboards(options.dashboardsDir).find(({ uid }) => uid === req.params.uid);
    if (!dashboard) return void res.status(404).json({ message: `There is no dashboard "${req.params.uid}"` });
    res.json({ dashboard, meta: { provisioned: true, canSave: false, url: `/d/${dashboard.uid}` } });
  });

  api.post('/ds/query', async (req, res) => {
    const signal = whenGone(res);
    const way = bridge.status().way;
    const { status, body: text } = await query(req.body as QueryBody, signal);
    if (signal.aborted) return;
    res.status(status).set(WAY_HEADER, way).type('json').send(text);
  });

  api.use('/datasources/uid/:uid', (req, res, next) => {
    if (req.params.uid === DATA_SOURCE_UID) return next();
    res
      .status(404)
      .json({ message: `There is no data source "${req.params.uid}"; the preview has "${DATA_SOURCE_UID}"` });
  });
  api.get('/datasources/uid/:uid', (_, res) => void res.json(publicDataSource(record)));
  api.put('/datasources/uid/:uid', (req, res) => {
    record = changedDataSource(record, req.body as Record<string, unknown>);
    res.json({ datasource: publicDataSource(record), message: 'Datasource updated' });
  });
  api.get('/datasources/uid/:uid/health', async (_, res) => {
    const client = bridge.client();
    const answer = await (client ? checkThroughPlugin(client, pluginContext(record)) : checkDirectly(record.url));
    // Grafana answers 400 where the check found a fault.
    const status = answer.status === 'OK' ? 200 : 400;
    res
      .status(status)
      .set(WAY_HEADER, client ? 'plugin' : 'direct')
      .json(answer);
  });
  api.all('/datasources/uid/:uid/resources/*path', async (req: Request, res) => {
    const client = bridge.client();
    res.set(WAY_HEADER, client ? 'plugin' : 'direct');
    const path = ([] as string[]).concat(req.params['path'] ?? []).join('/');
    await (client
      ? resourceThroughPlugin(client, pluginContext(record), path, req, res)
      : resourceDirectly(record.url, path, req, res));
  });
  api.use((req, res) => void res.status(404).json({ message: `The preview has no ${req.method} ${req.path}` }));
  return { router: api, alerts };
}

/** Aborts when the browser leaves before the answer. */
function whenGone(res: Response): AbortSignal {
  const controller = new AbortController();
  res.once('close', () => {
    if (!res.writableFinished) controller.abort();
  });
  return controller.signal;
}
