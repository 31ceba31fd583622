import type { PanelPlugin } from '@grafana/data';
import { stateTimelinePanel } from './StateTimelinePanel.tsx';
import { statPanel } from './StatPanel.tsx';
import { tablePanel } from './TablePanel.tsx';
import { textPanel } from './TextPanel.tsx';
import { timeSeriesPanel } from './TimeSeriesPanel.tsx';
import { trendPanel } from './TrendPanel.tsx';

/** Stand-ins for those of Grafana's core panels that our dashboards use, by panel id. */
export function corePanels(): Record<string, PanelPlugin> {
  return {
    timeseries: timeSeriesPanel(),
    stat: statPanel(),
    table: tablePanel(),
    'state-timeline': stateTimelinePanel(),
    text: textPanel(),
    trend: trendPanel(),
  };
}
