import type { AnnotationModel, DashboardModel, GridPos, PanelModel, VariableModel } from './model.ts';

/** A panel or a row at its place, with the defaults of the model filled in. */
export interface RowSpec {
  readonly kind: 'row';
  readonly title: string;
  readonly collapsed: boolean;
  readonly grid: GridPos;
  readonly panels: readonly PanelSpec[];
}

export interface PanelSpec {
  readonly kind: 'panel';
  readonly panel: PanelModel;
  readonly grid: GridPos;
}

/** A dashboard, read: what the scene is made of, without scene objects. */
export interface DashboardSpec {
  readonly uid: string;
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly refresh: string;
  readonly refreshIntervals: readonly string[];
  readonly cursorSync: 0 | 1 | 2;
  readonly variables: readonly VariableModel[];
  readonly annotations: readonly AnnotationModel[];
  readonly items: readonly (PanelSpec | RowSpec)[];
}

const DEFAULT_INTERVALS = ['5s', '10s', '30s', '1m', '5m', '15m', '30m', '1h', '2h', '1d'];
const VARIABLE_TYPES = ['query', 'custom', 'constant', 'textbox', 'datasource'];
const ROW_WIDTH = 24;

const panelSpec = (panel: PanelModel): PanelSpec => ({ kind: 'panel', panel, grid: panel.gridPos });

/** Panels below an open row belong to it until the next row; a collapsed row holds its own. */
function readItems(panels: readonly PanelModel[]): (PanelSpec | RowSpec)[] {
  const sorted = [...panels].sort((a, b) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x);
  const items: (PanelSpec | RowSpec)[] = [];
  let open: { row: RowSpec; panels: PanelSpec[] } | null = null;
  for (const panel of sorted) {
    if (panel.type !== 'row') {
      (open?.panels ?? items).push(panelSpec(panel));
      continue;
    }
    const children = (panel.panels ?? []).map(panelSpec);
    const collapsed = panel.collapsed ?? false;
    const grid = { ...panel.gridPos, w: ROW_WIDTH };
    const row: RowSpec = { kind: 'row', title: panel.title ?? '', collapsed, grid, panels: children };
    items.push(row);
    open = collapsed ? null : { row, panels: children };
  }
  return items;
}

function readVariables(list: readonly VariableModel[]): VariableModel[] {
  for (const { name, type } of list) {
    if (!VARIABLE_TYPES.includes(type)) {
      throw new Error(`Variable "${name}" is of type "${type}"; the preview knows ${VARIABLE_TYPES.join(', ')}`);
    }
  }
  return [...list];
}

/** Reads a dashboard of the classic model. Throws, in a sentence, where it holds what the preview cannot show. */
export function readDashboard(model: DashboardModel): DashboardSpec {
  const annotations = (model.annotations?.list ?? []).filter(({ builtIn }) => builtIn !== 1);
  const sync = model.graphTooltip ?? 0;
  return {
    uid: model.uid,
    title: model.title,
    from: model.time?.from ?? 'now-6h',
    to: model.time?.to ?? 'now',
    timeZone: model.timezone || 'browser',
    refresh: model.refresh || '',
    refreshIntervals: model.timepicker?.refresh_intervals ?? DEFAULT_INTERVALS,
    cursorSync: sync === 1 || sync === 2 ? sync : 0,
    variables: readVariables(model.templating?.list ?? []),
    annotations,
    items: readItems(model.panels ?? []),
  };
}
