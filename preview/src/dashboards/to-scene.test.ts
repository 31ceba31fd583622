// @vitest-environment jsdom
import '../testing/browser.ts';
import {
  CustomVariable,
  DataSourceVariable,
  QueryVariable,
  SceneDataTransformer,
  sceneGraph,
  SceneGridItem,
  SceneGridLayout,
  SceneQueryRunner,
  TextBoxVariable,
  VizPanel,
  type EmbeddedScene,
} from '@grafana/scenes';
import { describe, expect, it } from 'vitest';
import type { DashboardModel, PanelModel } from './model.ts';
import { PanelTimeRange } from './panel-time.ts';
import { readDashboard } from './read.ts';
import { toScene } from './to-scene.ts';
import { toVariable } from './variables.ts';

const DATASOURCE = { type: 'orrery-space-datasource', uid: '${datasource}' };
const panel = (more: Partial<PanelModel>): PanelModel => ({
  id: 7,
  type: 'timeseries',
  title: 'Altitude at $site',
  gridPos: { x: 3, y: 0, w: 9, h: 5 },
  datasource: DATASOURCE,
  targets: [{ refId: 'A' }],
  ...more,
});

function sceneOf(model: Partial<DashboardModel>): EmbeddedScene {
  return toScene(readDashboard({ uid: 'a', title: 'A', ...model }));
}

function onlyPanel(scene: EmbeddedScene): { item: SceneGridItem; viz: VizPanel } {
  const grid = scene.state.body;
  const item = grid instanceof SceneGridLayout ? grid.state.children[0] : undefined;
  if (!(item instanceof SceneGridItem) || !(item.state.body instanceof VizPanel))
    throw new Error('no panel in the grid');
  return { item, viz: item.state.body };
}

describe('a scene of a dashboard', () => {
  it('has each panel at its place, with its plugin, title, options and queries', () => {
    const { item, viz } = onlyPanel(sceneOf({ panels: [panel({ options: { legend: { showLegend: false } } })] }));
    expect(item.state).toMatchObject({ x: 3, y: 0, width: 9, height: 5 });
    expect(viz.state).toMatchObject({ key: 'panel-7', pluginId: 'timeseries', title: 'Altitude at $site' });
    expect(viz.state.options).toEqual({ legend: { showLegend: false } });
    const runner = viz.state.$data;
    if (!(runner instanceof SceneQueryRunner)) throw new Error('no query runner');
    expect(runner.state).toMatchObject({ queries: [{ refId: 'A' }], datasource: DATASOURCE });
  });

  it('transforms data where the panel says so', () => {
    const transformations = [{ id: 'organize', options: {} }];
    const { viz } = onlyPanel(sceneOf({ panels: [panel({ transformations })] }));
    expect(viz.state.$data).toBeInstanceOf(SceneDataTransformer);
  });

  it('gives a panel with a relative time its own range, which ends now', () => {
    const { viz } = onlyPanel(sceneOf({ panels: [panel({ timeFrom: '7d' })] }));
    const time = viz.state.$timeRange;
    if (!(time instanceof PanelTimeRange)) throw new Error('no time range of its own');
    const { from, to } = time.state.value;
    expect(to.diff(from, 'hours')).toBeCloseTo(7 * 24, 3);
  });

  it('has the time range and the zone of the dashboard', () => {
    const scene = sceneOf({ time: { from: 'now-1h', to: 'now+3h' }, timezone: 'utc' });
    expect(scene.state.$timeRange?.state).toMatchObject({ from: 'now-1h', to: 'now+3h', timeZone: 'utc' });
  });

  it('carries annotations as data layers, switched on and off as stored', () => {
    const list = [
      { name: 'Sun', enable: true, iconColor: 'yellow' },
      { name: 'Moon', enable: false, iconColor: 'blue' },
    ];
    const [set] = sceneGraph.getDataLayers(sceneOf({ annotations: { list } }));
    expect(set?.state).toMatchObject({
      layers: [{ state: { name: 'Sun', isEnabled: true } }, { state: { name: 'Moon', isEnabled: false } }],
    });
  });
});

describe('a variable of the classic model', () => {
  it('of type query keeps its query, its value and that it takes several', () => {
    const query = { refId: 'variable', list: 'bodies' };
    const current = { value: ['sun', 'moon'], text: ['Sun', 'Moon'] };
    const variable = toVariable({
      type: 'query',
      name: 'bodies',
      label: 'Bodies',
      query,
      datasource: DATASOURCE,
      current,
      multi: true,
    });
    expect(variable).toBeInstanceOf(QueryVariable);
    expect(variable.state).toMatchObject({ name: 'bodies', label: 'Bodies', query, isMulti: true, ...current });
  });

  it('of type datasource looks for the plugin that its query names', () => {
    const variable = toVariable({ type: 'datasource', name: 'datasource', query: DATASOURCE.type, current: {} });
    expect(variable).toBeInstanceOf(DataSourceVariable);
    expect(variable.state).toMatchObject({ pluginId: DATASOURCE.type });
  });

  it('of type custom, textbox and constant hold their text', () => {
    const custom = toVariable({ type: 'custom', name: 'a', query: 'x,y', current: { value: 'y', text: 'y' } });
    expect(custom).toBeInstanceOf(CustomVariable);
    expect(custom.state).toMatchObject({ query: 'x,y', value: 'y' });
    const textbox = toVariable({ type: 'textbox', name: 'b', query: 'start' });
    expect(textbox).toBeInstanceOf(TextBoxVariable);
    expect(textbox.state).toMatchObject({ value: 'start' });
    expect(toVariable({ type: 'constant', name: 'c', query: '42' }).state).toMatchObject({ value: '42' });
  });

  it('of a type that the preview does not know is refused', () => {
    expect(() => toVariable({ type: 'interval', name: 'd' })).toThrow('knows no type "interval"');
  });
});
