import { describe, expect, it } from 'vitest';
import type { DashboardModel, PanelModel } from './model.ts';
import { readDashboard } from './read.ts';

const panel = (id: number, y: number, x = 0): PanelModel => ({ id, type: 'stat', gridPos: { x, y, w: 12, h: 4 } });
const row = (id: number, y: number, more: Partial<PanelModel> = {}): PanelModel => ({
  ...panel(id, y),
  type: 'row',
  title: `Row ${id}`,
  ...more,
});
const dashboard = (more: Partial<DashboardModel>): DashboardModel => ({ uid: 'a', title: 'A', ...more });

describe('reading a dashboard', () => {
  it('fills in the defaults of the model', () => {
    expect(readDashboard(dashboard({}))).toMatchObject({
      from: 'now-6h',
      to: 'now',
      timeZone: 'browser',
      refresh: '',
      cursorSync: 0,
      variables: [],
      annotations: [],
      items: [],
    });
  });

  it('takes time, zone, refresh and the shared crosshair as they are', () => {
    const time = { from: 'now-1h', to: 'now+3h' };
    const spec = readDashboard(dashboard({ time, timezone: 'utc', refresh: '30s', graphTooltip: 2 }));
    expect(spec).toMatchObject({ ...time, timeZone: 'utc', refresh: '30s', cursorSync: 2 });
  });

  it('understands that `refresh: false` means none', () => {
    expect(readDashboard(dashboard({ refresh: false })).refresh).toBe('');
  });

  it('reads panels from top to bottom and left to right', () => {
    const spec = readDashboard(dashboard({ panels: [panel(3, 4), panel(2, 0, 12), panel(1, 0)] }));
    expect(spec.items.map((item) => item.kind === 'panel' && item.panel.id)).toEqual([1, 2, 3]);
  });

  it('puts the panels below an open row into it', () => {
    const spec = readDashboard(dashboard({ panels: [panel(1, 0), row(2, 4), panel(3, 5)] }));
    expect(spec.items).toMatchObject([
      { kind: 'panel' },
      { kind: 'row', title: 'Row 2', collapsed: false, panels: [{ panel: { id: 3 } }] },
    ]);
  });

  it('takes the panels of a collapsed row from the row itself', () => {
    const spec = readDashboard(
      dashboard({ panels: [row(1, 0, { collapsed: true, panels: [panel(2, 1)] }), panel(3, 2)] }),
    );
    expect(spec.items).toMatchObject([
      { kind: 'row', collapsed: true, panels: [{ panel: { id: 2 } }] },
      { kind: 'panel', panel: { id: 3 } },
    ]);
  });

  it("leaves out Grafana's built-in annotations, which need Grafana's database", () => {
    const list = [
      { name: 'Annotations & Alerts', builtIn: 1, enable: true, iconColor: 'blue' },
      { name: 'Sun', enable: true, iconColor: 'yellow' },
    ];
    expect(readDashboard(dashboard({ annotations: { list } })).annotations.map(({ name }) => name)).toEqual(['Sun']);
  });

  it('says which variable it cannot show', () => {
    const templating = { list: [{ type: 'interval' as const, name: 'step' }] };
    expect(() => readDashboard(dashboard({ templating }))).toThrow('Variable "step" is of type "interval"');
  });
});
