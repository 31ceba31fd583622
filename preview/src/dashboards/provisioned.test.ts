import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { queryModel } from '@orrery/contract/queries';
import { describe, expect, it } from 'vitest';
import type { DashboardModel, PanelModel } from './model.ts';
import { readDashboard } from './read.ts';

const DIR = join(import.meta.dirname, '..', '..', '..', 'provisioning', 'dashboards');
const GRID_WIDTH = 24;

/** A value for each variable of the dashboards, as the data source would fill it in. */
const VALUES: Readonly<Record<string, readonly (string | number)[]>> = {
  $bodies: ['sun', 'moon', 'mars'],
  $site: ['greenwich'],
  $group: ['stations'],
  $satellite: ['25544'],
  $body: ['earth'],
  // The data source makes numbers of numeric fields.
  $distance: [20],
  $target: ['kp'],
  $lead: [24],
  $baseline: ['persistence'],
  // What is left empty is not sent; a moment stands for it here.
  $issuedAt: ['2024-05-10T12:00:00Z'],
};

const files = readdirSync(DIR).filter((name) => name.endsWith('.json'));
const load = (name: string): DashboardModel => JSON.parse(readFileSync(join(DIR, name), 'utf8')) as DashboardModel;
const panelsOf = (model: DashboardModel): readonly PanelModel[] => model.panels ?? [];

function filledIn(query: object): Record<string, unknown> {
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value))
      return (value as readonly unknown[]).flatMap(
        (item: unknown): readonly unknown[] => VALUES[String(item)] ?? [item],
      );
    return typeof value === 'string' ? (VALUES[value]?.[0] ?? value) : value;
  };
  return Object.fromEntries(Object.entries(query).map(([key, value]) => [key, fill(value)]));
}

function problemsOf(query: object): string[] {
  const filled = filledIn(query);
  const schema = queryModel(String(filled['queryType']))?.schema;
  if (!schema) return [`unknown query type ${String(filled['queryType'])}`];
  const known = new Set([...Object.keys(schema.shape), 'datasource']);
  const result = schema.safeParse(filled);
  const unknown = Object.keys(filled).filter((key) => !known.has(key));
  return [
    ...(result.error?.issues.map((i) => `${i.path.join('.')}: ${i.message}`) ?? []),
    ...unknown.map((key) => `unknown ${key}`),
  ];
}

describe.each(files)('provisioned dashboard %s', (name) => {
  const model = load(name);

  it('can be read by the preview', () => {
    expect(readDashboard(model).items.length).toBeGreaterThan(0);
  });

  it('asks only what the contract allows', () => {
    const targets = panelsOf(model).flatMap(({ id, targets = [] }) => targets.map((target) => ({ id, target })));
    const annotations = (model.annotations?.list ?? []).map(({ name: id, target }) => ({ id, target: target ?? {} }));
    for (const { id, target } of [...targets, ...annotations])
      expect({ id, problems: problemsOf(target) }).toEqual({ id, problems: [] });
  });

  it('reaches its data only through the data source variable, so that it imports anywhere', () => {
    const uids = [...JSON.stringify(model).matchAll(/"uid":"([^"]*)"/g)].map((match) => match[1]);
    expect(uids.filter((uid) => uid !== model.uid && uid !== '${datasource}')).toEqual([]);
  });

  it('has panels with ids of their own, descriptions, and places that neither overlap nor leave the grid', () => {
    const panels = panelsOf(model);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(panels.filter(({ description, title }) => !description || !title)).toEqual([]);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, k) => `${x + (k % w)},${y + Math.floor(k / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > GRID_WIDTH)).toEqual([]);
  });
});

it('the dashboards have the uids that links and tests rely on', () => {
  const uids = files.map((name) => load(name).uid).sort();
  expect(uids).toEqual([
    'orrery-forecasts',
    'orrery-near-earth',
    'orrery-pipeline',
    'orrery-satellites',
    'orrery-solar-system',
    'orrery-space-weather',
    'orrery-tonight',
  ]);
});
