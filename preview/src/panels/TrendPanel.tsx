import {
  DashboardCursorSync,
  fieldMatchers,
  FieldMatcherID,
  FieldType,
  getFieldDisplayName,
  PanelPlugin,
  type DataFrame,
  type PanelProps,
} from '@grafana/data';
import { type VizLegendOptions } from '@grafana/schema';
import { preparePlotFrame, TimeSeries, TooltipPlugin2 } from '@grafana/ui';
import { useMemo, type ReactElement } from 'react';
import { PanelDataErrorView } from '../host/PanelDataErrorView.tsx';
import { addFieldDefaults } from './field-defaults.ts';
import { SeriesTooltip } from './SeriesTooltip.tsx';
import { DEFAULT_LEGEND, FIELD_DEFAULTS, HOVER_ALL } from './TimeSeriesPanel.tsx';

interface TrendOptions {
  readonly legend: VizLegendOptions;
  /** Name of the number field along the bottom; the first one where none is named. */
  readonly xField?: string;
}

/** The frame with just its numbers, the one along the bottom first; null where there is nothing to draw. */
export function trendFrame(frame: DataFrame | undefined, xField: string | undefined): DataFrame | null {
  if (!frame || frame.length === 0) return null;
  const numbers = frame.fields.filter(({ type }) => type === FieldType.number);
  const isX = (field: DataFrame['fields'][number]): boolean =>
    xField === undefined || field.name === xField || getFieldDisplayName(field, frame) === xField;
  const x = numbers.find(isX);
  const rest = numbers.filter((field) => field !== x);
  return x && rest.length > 0 ? { ...frame, fields: [x, ...rest] } : null;
}

type Prepare = NonNullable<Parameters<typeof TimeSeries>[0]['preparePlotFrame']>;

/** As for time series, but with the frame's own first field along the bottom. */
const prepare: Prepare = (frames, dimensions) => {
  const first = frames[0]?.fields[0];
  return preparePlotFrame(frames, { ...dimensions, x: (field) => field === first });
};

function TrendPanel(props: PanelProps<TrendOptions>): ReactElement {
  const { data, width, height, timeRange, timeZone, options, fieldConfig, id } = props;
  const frames = useMemo(() => {
    const frame = trendFrame(data.series[0], options.xField);
    return frame ? [frame] : [];
  }, [data.series, options.xField]);
  if (frames.length === 0) return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} />;
  return (
    <TimeSeries
      frames={frames}
      {...(data.structureRev === undefined ? {} : { structureRev: data.structureRev })}
      fields={{
        x: fieldMatchers.get(FieldMatcherID.first).get({}),
        y: fieldMatchers.get(FieldMatcherID.numeric).get({}),
      }}
      preparePlotFrame={prepare}
      timeRange={timeRange}
      timeZone={timeZone}
      width={width}
      height={height}
      legend={{ ...DEFAULT_LEGEND, ...options.legend }}
      options={options}
    >
      {(config, alignedFrame) => (
        <TooltipPlugin2
          config={config}
          hoverMode={HOVER_ALL as never}
          syncMode={DashboardCursorSync.Off}
          syncScope={`trend-${id}`}
          render={(_plot, dataIdxs) => (
            <SeriesTooltip frame={alignedFrame} frames={frames} dataIdxs={dataIdxs} timeZone={timeZone} />
          )}
        />
      )}
    </TimeSeries>
  );
}

/** Stand-in for Grafana's core trend panel: numbers over a number. */
export const trendPanel = (): PanelPlugin =>
  new PanelPlugin<TrendOptions>(TrendPanel).useFieldConfig(
    addFieldDefaults(FIELD_DEFAULTS, 'palette-classic'),
  ) as PanelPlugin;
