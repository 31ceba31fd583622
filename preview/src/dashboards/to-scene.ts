import type { DataTransformerConfig } from '@grafana/data';
import {
  behaviors,
  dataLayers,
  EmbeddedScene,
  SceneControlsSpacer,
  SceneDataLayerSet,
  SceneDataTransformer,
  SceneGridItem,
  SceneGridLayout,
  SceneGridRow,
  SceneQueryRunner,
  SceneRefreshPicker,
  SceneTimePicker,
  SceneTimeRange,
  SceneVariableSet,
  VariableValueSelectors,
  VizPanel,
  type SceneDataProvider,
  type SceneDataQuery,
  type SceneGridItemLike,
} from '@grafana/scenes';
import type { PanelModel } from './model.ts';
import { AnnotationControls } from './AnnotationControls.tsx';
import { PanelTimeRange } from './panel-time.ts';
import { TitleItems } from './TitleItems.tsx';
import type { DashboardSpec, PanelSpec, RowSpec } from './read.ts';
import { toVariable } from './variables.ts';

function toData(panel: PanelModel): SceneDataProvider | undefined {
  if (!panel.targets || panel.targets.length === 0) return undefined;
  const runner = new SceneQueryRunner({
    queries: panel.targets as SceneDataQuery[],
    ...(panel.datasource ? { datasource: panel.datasource } : {}),
    ...(panel.maxDataPoints === undefined ? {} : { maxDataPoints: panel.maxDataPoints }),
    ...(panel.interval === undefined ? {} : { minInterval: panel.interval }),
  });
  const transformations = (panel.transformations ?? []) as DataTransformerConfig[];
  return transformations.length > 0 ? new SceneDataTransformer({ $data: runner, transformations }) : runner;
}

function toPanel(panel: PanelModel): VizPanel {
  const $data = toData(panel);
  return new VizPanel({
    key: `panel-${panel.id}`,
    pluginId: panel.type,
    title: panel.title ?? '',
    ...(panel.description ? { description: panel.description } : {}),
    displayMode: panel.transparent ? 'transparent' : 'default',
    hoverHeader: !panel.title,
    options: panel.options ?? {},
    fieldConfig: panel.fieldConfig ?? { defaults: {}, overrides: [] },
    ...(panel.pluginVersion ? { pluginVersion: panel.pluginVersion } : {}),
    ...($data ? { $data } : {}),
    ...(panel.timeFrom ? { $timeRange: new PanelTimeRange(panel.timeFrom) } : {}),
    titleItems: [new TitleItems({ timeFrom: panel.hideTimeOverride ? '' : (panel.timeFrom ?? '') })],
  });
}

function toItem(spec: PanelSpec | RowSpec): SceneGridItemLike {
  const { x, y, w: width, h: height } = spec.grid;
  if (spec.kind === 'panel') return new SceneGridItem({ x, y, width, height, body: toPanel(spec.panel) });
  return new SceneGridRow({ x, y, title: spec.title, isCollapsed: spec.collapsed, children: spec.panels.map(toItem) });
}

/** A running scene of a dashboard: variables, annotations, time, refresh and panels. */
export function toScene(spec: DashboardSpec): EmbeddedScene {
  const layers = spec.annotations.map(
    (query) =>
      new dataLayers.AnnotationsDataLayer({
        name: query.name,
        query,
        isEnabled: query.enable,
        isHidden: query.hide === true,
      }),
  );
  return new EmbeddedScene({
    key: spec.uid,
    $timeRange: new SceneTimeRange({ from: spec.from, to: spec.to, timeZone: spec.timeZone }),
    $variables: new SceneVariableSet({ variables: spec.variables.map(toVariable) }),
    ...(layers.length > 0 ? { $data: new SceneDataLayerSet({ layers }) } : {}),
    $behaviors: [new behaviors.CursorSync({ key: 'cursor', sync: spec.cursorSync })],
    controls: [
      new VariableValueSelectors({}),
      new AnnotationControls({}),
      new SceneControlsSpacer(),
      new SceneTimePicker({ isOnCanvas: true }),
      new SceneRefreshPicker({
        withText: true,
        isOnCanvas: true,
        refresh: spec.refresh,
        intervals: [...spec.refreshIntervals],
      }),
    ],
    body: new SceneGridLayout({
      isDraggable: false,
      isResizable: false,
      isLazy: true,
      children: spec.items.map(toItem),
    }),
  });
}
