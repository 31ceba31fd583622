import { readsOf, type Demo, type DraftQuery } from '@orrery/contract';
import type { DataQuery } from '@grafana/schema';
import type { DashboardModel, PanelModel } from './model.ts';

const ROW_WIDTH = 24;
/**
 * On a clock that goes minutes a second, dashboards are asked for as often as this. A refresh cancels what is still
 * asked: more often, and a busy machine never shows an answer.
 */
const DEMO_REFRESH = '10s';

/**
 * A dashboard of the demo: panels that ask only for what is not recorded are left out, those that ask for more ask for
 * less, and the panels beside and below move up. One that refreshes does so often, for its clock is fast.
 */
export function withoutUnrecorded(dashboard: DashboardModel, { recorded }: Pick<Demo, 'recorded'>): DashboardModel {
  const known = new Set(recorded);
  const kept = (dashboard.panels ?? []).flatMap((panel) => recordedPanel(panel, known) ?? []);
  const refresh = dashboard.refresh ? { refresh: DEMO_REFRESH } : {};
  return { ...dashboard, ...refresh, panels: closeUp(dashboard.panels ?? [], kept) };
}

const panelsOf = ({ panels = [] }: DashboardModel): readonly PanelModel[] =>
  panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);

/** What must be said on a dashboard of the demo: notes on what it reads, and which panels are left out. */
export function demoNotes(dashboard: DashboardModel, demo: Demo): readonly string[] {
  const kept = panelsOf(withoutUnrecorded(dashboard, demo));
  const reads = new Set(kept.flatMap(({ targets = [] }) => targets.flatMap((target) => readsOf({ ...target }))));
  const notes = Object.entries(demo.notes).flatMap(([name, note]) => (reads.has(name) ? [note] : []));
  const ids = new Set(kept.map(({ id }) => id));
  const lost = panelsOf(dashboard).flatMap(({ id, title = '' }) => (ids.has(id) ? [] : [title]));
  return lost.length === 0 ? notes : [...notes, `Left out, for nothing of them is recorded: ${lost.join(', ')}.`];
}

function recordedPanel(panel: PanelModel, known: ReadonlySet<string>): PanelModel | null {
  if (panel.panels !== undefined)
    return { ...panel, panels: panel.panels.flatMap((child) => recordedPanel(child, known) ?? []) };
  if (panel.targets === undefined || panel.targets.length === 0) return panel;
  const targets = panel.targets.flatMap((target) => recordedTarget(target, known) ?? []);
  return targets.length === 0 ? null : { ...panel, targets };
}

/** A query without the series that are not recorded; null where nothing of it is left. Names of variables stay. */
function recordedTarget(target: DataQuery, known: ReadonlySet<string>): DataQuery | null {
  const query = target as DataQuery & DraftQuery;
  const isRecorded = (name: string): boolean => known.has(name) || name.startsWith('$');
  const reads = readsOf(query);
  if (reads.every(isRecorded)) return target;
  const { series } = query;
  if (!Array.isArray(series) || !reads.some(isRecorded)) return null;
  return { ...target, series: reads.filter(isRecorded) } as DataQuery;
}

/** Closes the gaps: a band without panels goes, and panels of a band that lost one share its width. */
function closeUp(all: readonly PanelModel[], kept: readonly PanelModel[]): readonly PanelModel[] {
  const ids = new Set(kept.map(({ id }) => id));
  let placed = kept;
  const lost = all.filter(({ id }) => !ids.has(id));
  for (const y of [...new Set(lost.map(({ gridPos }) => gridPos.y))].sort((a, b) => b - a)) {
    const band = kept.filter(({ gridPos }) => gridPos.y === y);
    const height = Math.max(...lost.filter(({ gridPos }) => gridPos.y === y).map(({ gridPos }) => gridPos.h));
    placed = band.length === 0 ? movedUp(placed, y, height) : widened(placed, y);
  }
  return placed;
}

const movedUp = (panels: readonly PanelModel[], y: number, height: number): readonly PanelModel[] =>
  panels.map((panel) => {
    const { gridPos } = panel;
    return gridPos.y > y ? { ...panel, gridPos: { ...gridPos, y: gridPos.y - height } } : panel;
  });

function widened(panels: readonly PanelModel[], y: number): readonly PanelModel[] {
  const band = panels.filter(({ gridPos }) => gridPos.y === y).sort((a, b) => a.gridPos.x - b.gridPos.x);
  const width = Math.floor(ROW_WIDTH / band.length);
  return panels.map((panel) => {
    const at = band.indexOf(panel);
    return at < 0 ? panel : { ...panel, gridPos: { ...panel.gridPos, x: at * width, w: width } };
  });
}
