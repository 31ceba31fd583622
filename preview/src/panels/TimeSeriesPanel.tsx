import { DashboardCursorSync, FieldType, PanelPlugin, type DataFrame, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '../host/PanelDataErrorView.tsx';
import { EventBusPlugin, TimeSeries, TooltipPlugin2, usePanelContext } from '@grafana/ui';
import { LegendDisplayMode, type VizLegendOptions } from '@grafana/schema';
import { useMemo, type ReactElement } from 'react';
import { AnnotationMarks } from './AnnotationMarks.tsx';
import { addFieldDefaults } from './field-defaults.ts';
import { SeriesTooltip } from './SeriesTooltip.tsx';

interface TimeSeriesOptions {
  readonly legend: VizLegendOptions;
}

export const DEFAULT_LEGEND: VizLegendOptions = {
  displayMode: LegendDisplayMode.List,
  placement: 'bottom',
  showLegend: true,
  calcs: [],
};

/** `TooltipHoverMode.xAll` of @grafana/ui, a const enum that is not exported. */
export const HOVER_ALL = 1;

/** Defaults of Grafana's time series panel, as far as the plot uses them. */
export const FIELD_DEFAULTS: Readonly<Record<string, unknown>> = {
  drawStyle: 'line',
  lineInterpolation: 'linear',
  lineWidth: 1,
  fillOpacity: 0,
  gradientMode: 'none',
  showPoints: 'auto',
  pointSize: 5,
  spanNulls: false,
  axisPlacement: 'auto',
  axisColorMode: 'text',
  axisBorderShow: false,
  axisLabel: undefined,
  axisSoftMin: undefined,
  axisSoftMax: undefined,
  axisCenteredZero: false,
  barAlignment: 0,
  barWidthFactor: 0.6,
  lineStyle: undefined,
  fillBelowTo: undefined,
  transform: undefined,
  scaleDistribution: { type: 'linear' },
  stacking: { mode: 'none', group: 'A' },
  hideFrom: { viz: false, legend: false, tooltip: false },
  thresholdsStyle: { mode: 'off' },
};

const hasSeries = (frame: DataFrame): boolean =>
  frame.length > 0 &&
  frame.fields.some(({ type }) => type === FieldType.time) &&
  frame.fields.some(({ type }) => type === FieldType.number);

function TimeSeriesPanel(props: PanelProps<TimeSeriesOptions>): ReactElement {
  const { data, width, height, timeRange, timeZone, options, onChangeTimeRange, fieldConfig, id } = props;
  const { sync, eventsScope, eventBus } = usePanelContext();
  const frames = useMemo(() => data.series.filter(hasSeries), [data.series]);
  if (frames.length === 0) return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} />;
  return (
    <TimeSeries
      frames={frames}
      {...(data.structureRev === undefined ? {} : { structureRev: data.structureRev })}
      timeRange={timeRange}
      timeZone={timeZone}
      width={width}
      height={height}
      legend={{ ...DEFAULT_LEGEND, ...options.legend }}
      options={options}
    >
      {(config, alignedFrame) => (
        <>
          <EventBusPlugin config={config} eventBus={eventBus} frame={alignedFrame} />
          <TooltipPlugin2
            config={config}
            hoverMode={HOVER_ALL as never}
            queryZoom={onChangeTimeRange}
            syncMode={sync?.() ?? DashboardCursorSync.Off}
            syncScope={eventsScope}
            render={(_plot, dataIdxs) => (
              <SeriesTooltip frame={alignedFrame} frames={frames} dataIdxs={dataIdxs} timeZone={timeZone} />
            )}
          />
          <AnnotationMarks config={config} annotations={data.annotations ?? []} timeZone={timeZone} />
        </>
      )}
    </TimeSeries>
  );
}

/** Stand-in for Grafana's core time series panel, which is not published. */
export const timeSeriesPanel = (): PanelPlugin =>
  new PanelPlugin<TimeSeriesOptions>(TimeSeriesPanel)
    .useFieldConfig(addFieldDefaults(FIELD_DEFAULTS, 'palette-classic'))
    .setDataSupport({ annotations: true, alertStates: false }) as PanelPlugin;
