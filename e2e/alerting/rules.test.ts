import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOUR_MS, type ForecastBody, type Frame } from '@orrery/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  driftState,
  emptyStores,
  forecastOf,
  startTestService,
  type StoreLists,
  type TestService,
} from '@orrery/backend/testing';
import {
  binaryName,
  connectPlugin,
  ensureProto,
  evaluateRule,
  initialDataSource,
  pluginContext,
  provisioned,
  ruleGroups,
  startGoProcess,
  toQueryDataRequest,
  type AlertRule,
  type GoProcess,
  type Instance,
  type PluginClient,
} from '@orrery/preview/server';
import { buildGo } from '../../scripts/lib/build.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
/** Between two moments of issue, as the clock of a rule is. */
const NOW = Date.parse('2025-05-25T13:20:00Z');
const ISSUED = Date.parse('2025-05-25T12:00:00Z');
/** A first build of the Go backend compiles its libraries. */
const BUILD_TIMEOUT_MS = 15 * 60_000;

const groups = ruleGroups();
const rules = groups.flatMap((group) => group.rules);
const ruleOf = (uid: string): AlertRule => {
  const rule = rules.find((one) => one.uid === uid);
  if (!rule) throw new Error(`no rule ${uid}`);
  return rule;
};

const hasGo = await buildGo();
if (!hasGo) process.stderr.write('Go is not installed: alert rules are not evaluated through the plugin.\n');

describe('provisioned alert rules', () => {
  const dataSources = (provisioned('datasources', 'orrery.yaml') as { datasources: { uid: string; type: string }[] })
    .datasources;

  it('ask the data source that is provisioned, or expressions, and nothing else', () => {
    const uids = new Set(rules.flatMap(({ data }) => data.map(({ datasourceUid }) => datasourceUid)));
    expect([...uids].sort()).toEqual(['__expr__', ...dataSources.map(({ uid }) => uid)].sort());
    const types = rules.flatMap(({ data }) =>
      data.map(({ model }) => model['datasource'] as { uid: string; type: string }),
    );
    for (const { uid, type } of types)
      expect(uid === '__expr__' ? type : dataSources.find((one) => one.uid === uid)?.type).toBe(type);
  });

  it('have uids and titles of their own, in the folder of the dashboards', () => {
    expect(new Set(rules.map(({ uid }) => uid)).size).toBe(rules.length);
    expect(new Set(rules.map(({ title }) => title)).size).toBe(rules.length);
    const [provider] = (provisioned('dashboards', 'orrery.yaml') as { providers: { folder: string }[] }).providers;
    expect(groups.map(({ folder }) => folder)).toEqual([provider?.folder]);
  });

  it.each(rules)('$uid leads to a panel and to a section of the documentation', ({ annotations, labels }) => {
    const [file = '', anchor = ''] = (annotations['runbook_url'] ?? '').split('#');
    expect(existsSync(join(ROOT, file))).toBe(true);
    const headings = readFileSync(join(ROOT, file), 'utf8').match(/^#+ .*$/gm) ?? [];
    expect(headings.map((line) => line.replace(/^#+ /, '').toLowerCase().replaceAll(' ', '-'))).toContain(anchor);
    const path = join(ROOT, 'provisioning', 'dashboards', 'forecasts.json');
    const dashboard = JSON.parse(readFileSync(path, 'utf8')) as { uid: string; panels: { id: number }[] };
    expect(annotations['__dashboardUid__']).toBe(dashboard.uid);
    expect(dashboard.panels.map(({ id }) => String(id))).toContain(annotations['__panelId__']);
    expect(labels).toMatchObject({ source: 'orrery', severity: expect.stringMatching(/^(info|warning|critical)$/) });
  });

  it('keep templates from Grafana’s environment: every dollar is doubled', () => {
    for (const file of ['forecasts.yaml', 'contact-points.yaml'])
      expect(JSON.stringify(provisioned('alerting', file)).replaceAll('$$', '')).not.toContain('$');
  });

  it('watch the next day where they are about storms', () => {
    for (const uid of ['orrery-storm-likely', 'orrery-storm-expected'])
      expect(ruleOf(uid).data.map(({ relativeTimeRange }) => relativeTimeRange)).toEqual(
        Array.from({ length: 3 }, () => ({ from: 0, to: -86_400 })),
      );
  });
});

/** A forecast of noon in which one lead says something else than that all is quiet. */
function withLead(leadHours: number, said: Partial<Record<'p5' | 'median', number>>): StoreLists {
  const stores = emptyStores();
  const column = (name: 'p5' | 'median', quiet: number): number[] =>
    Array.from({ length: 24 }, (_, i) => (3 * (i + 1) === leadHours ? (said[name] ?? quiet) : quiet));
  stores.documents.push(forecastOf('kp', ISSUED, { p5: column('p5', 0.05), median: column('median', 2) }));
  return stores;
}

describe.skipIf(!hasGo)('rules through the Go plugin, as Grafana evaluates them', () => {
  let go: GoProcess;
  let plugin: PluginClient;
  beforeAll(async () => {
    const folder = join(ROOT, 'plugin-datasource');
    go = await startGoProcess(join(folder, 'dist', binaryName('gpx_orrery_space_datasource')), () => undefined);
    plugin = connectPlugin(await ensureProto(folder, join(ROOT, '.cache')), go.address);
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    plugin.close();
    await go.stop();
  });

  async function evaluate(uid: string, stores: StoreLists): Promise<readonly Instance[]> {
    const service: TestService = await startTestService({ filled: stores, nowMs: NOW });
    try {
      const context = pluginContext({ ...initialDataSource(service.url), updatedMs: Date.now() });
      return await evaluateRule(
        ruleOf(uid),
        async (model, fromMs, toMs) => {
          const body = { from: String(fromMs), to: String(toMs), queries: [model] };
          const { responses } = await plugin.queryData(toQueryDataRequest(body, context), new AbortController().signal);
          const { error = 'no answer', frames = [] } = responses[model.refId] ?? {};
          if (error !== '') throw new Error(error);
          return frames.map((frame) => JSON.parse(frame.toString('utf8')) as Frame);
        },
        NOW,
      );
    } finally {
      await service.stop();
    }
  }
  const firing = async (uid: string, stores: StoreLists) => (await evaluate(uid, stores)).map((one) => one.firing);

  it('a storm that is likely within a day fires, with the probability and the model', async () => {
    const [instance, ...others] = await evaluate('orrery-storm-likely', withLead(12, { p5: 0.7 }));
    expect(others).toEqual([]);
    expect(instance).toMatchObject({ firing: true, value: 0.7, labels: { target: 'kp', version: 'kp-2024.1' } });
  });

  it.each([
    ['a quiet day', withLead(12, {})],
    ['a storm that is likely only later than a day', withLead(36, { p5: 0.9 })],
    ['a storm whose interval has begun before now', withLead(3, { p5: 0.9 })],
  ])('%s does not fire', async (_, stores) => {
    expect(await firing('orrery-storm-likely', stores)).toEqual([false]);
  });

  it('as likely as not is likely', async () => {
    expect(await firing('orrery-storm-likely', withLead(24, { p5: 0.5 }))).toEqual([true]);
  });

  it('a median of Kp 5 fires the second rule, one of 4.9 does not', async () => {
    expect(await firing('orrery-storm-expected', withLead(12, { median: 5 }))).toEqual([true]);
    expect(await firing('orrery-storm-expected', withLead(12, { median: 4.9 }))).toEqual([false]);
  });

  it('a model that abstained is no data and no error', async () => {
    const stores = emptyStores();
    const nothing = { p5: Array.from({ length: 24 }, () => null) } satisfies Partial<ForecastBody>;
    stores.documents.push(forecastOf('kp', ISSUED, nothing));
    expect(await firing('orrery-storm-likely', stores)).toEqual([null]);
  });

  it('a stale forecast fires for its target alone', async () => {
    const stores = emptyStores();
    stores.documents.push(forecastOf('kp', NOW - 8 * HOUR_MS), forecastOf('f107', NOW - 8 * HOUR_MS));
    const instances = await evaluate('orrery-forecast-stale', stores);
    expect(instances.map(({ labels, firing: fires }) => [labels['target'], fires])).toEqual([
      ['kp', true],
      ['f107', false],
    ]);
  });

  it('drift fires until a later look finds none', async () => {
    const stores = emptyStores();
    stores.state.push(
      driftState('kp', NOW - 6 * HOUR_MS),
      driftState('dst', NOW - 6 * HOUR_MS),
      driftState('dst', NOW - HOUR_MS, { drifted: false }),
    );
    const instances = await evaluate('orrery-forecast-drift', stores);
    expect(instances.map(({ labels, firing: fires }) => [labels['target'], fires])).toEqual([
      ['dst', false],
      ['kp', true],
    ]);
  });

  it.each(rules)('$uid over empty stores is no data and no error', async ({ uid }) => {
    expect((await firing(uid, emptyStores())).every((fires) => fires === null)).toBe(true);
  });
});
