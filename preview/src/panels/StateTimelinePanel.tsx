import { css } from '@emotion/css';
import {
  dateTimeFormat,
  FieldType,
  formattedValueToString,
  getFieldDisplayName,
  PanelPlugin,
  type DataFrame,
  type Field,
  type GrafanaTheme2,
  type PanelProps,
} from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { ReactElement } from 'react';
import { PanelDataErrorView } from '../host/PanelDataErrorView.tsx';
import { addFieldDefaults } from './field-defaults.ts';
import { stateRuns, type StateRun } from './state-runs.ts';
import { timeTicks } from './time-ticks.ts';

interface StateTimelineOptions {
  readonly showValue?: 'auto' | 'always' | 'never';
  readonly rowHeight?: number;
}

interface Lane {
  readonly name: string;
  readonly runs: readonly StateRun[];
}

const FIELD_DEFAULTS: Readonly<Record<string, unknown>> = { fillOpacity: 70, lineWidth: 0, hideFrom: undefined };
const AXIS_PX = 22;
const LABEL_PX = 84;
/** About this wide is a letter of the label font. */
const LETTER_PX = 7;
const TICK_PX = 90;

function laneOf(field: Field, frame: DataFrame, all: DataFrame[], timesMs: readonly number[], endMs: number): Lane {
  const values = field.values.map((value: unknown) => {
    if (value === null || value === undefined || !field.display) return null;
    const shown = field.display(value);
    return { text: formattedValueToString(shown), color: shown.color ?? 'transparent' };
  });
  return { name: getFieldDisplayName(field, frame, all), runs: stateRuns(timesMs, values, endMs) };
}

function lanesOf(series: DataFrame[], endMs: number): Lane[] {
  return series.flatMap((frame) => {
    const time = frame.fields.find(({ type }) => type === FieldType.time);
    if (!time || frame.length === 0) return [];
    const states = frame.fields.filter((field) => field !== time && !field.config.custom?.hideFrom?.viz);
    return states.map((field) => laneOf(field, frame, series, time.values as number[], endMs));
  });
}

function StateTimelinePanel(props: PanelProps<StateTimelineOptions>): ReactElement {
  const { data, width, height, timeRange, timeZone, options, fieldConfig, id } = props;
  const theme = useTheme2();
  const style = useStyles2(styles);
  const [fromMs, toMs] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const lanes = lanesOf(data.series, toMs);
  if (lanes.length === 0) return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} />;
  const plotWidth = Math.max(1, width - LABEL_PX);
  const laneHeight = (height - AXIS_PX) / lanes.length;
  const barHeight = laneHeight * (options.rowHeight ?? 0.9);
  const x = (timeMs: number): number =>
    LABEL_PX + ((Math.min(Math.max(timeMs, fromMs), toMs) - fromMs) / (toMs - fromMs)) * plotWidth;
  return (
    <svg
      width={width}
      height={height}
      className={style}
      role="img"
      aria-label={lanes.map(({ name }) => name).join(', ')}
    >
      {lanes.map((lane, row) => (
        <g key={`${lane.name}-${row}`} transform={`translate(0 ${row * laneHeight + (laneHeight - barHeight) / 2})`}>
          <text x={LABEL_PX - 8} y={barHeight / 2} textAnchor="end" dominantBaseline="central">
            {lane.name}
          </text>
          {lane.runs.map((run) => {
            const [x0, x1] = [x(run.startMs), x(run.endMs)];
            const fits = options.showValue !== 'never' && x1 - x0 > run.text.length * LETTER_PX + LETTER_PX * 2;
            return (
              <g key={run.startMs}>
                <rect x={x0} width={Math.max(0, x1 - x0 - 1)} height={barHeight} fill={run.color} rx={2}>
                  <title>{`${lane.name}: ${run.text}, ${dateTimeFormat(run.startMs, { timeZone })} – ${dateTimeFormat(run.endMs, { timeZone })}`}</title>
                </rect>
                {fits ? (
                  <text
                    x={x0 + 6}
                    y={barHeight / 2}
                    dominantBaseline="central"
                    fill={theme.colors.getContrastText(run.color)}
                    pointerEvents="none"
                    style={{ fill: theme.colors.getContrastText(run.color) }}
                  >
                    {run.text}
                  </text>
                ) : null}
              </g>
            );
          })}
        </g>
      ))}
      {timeTicks(fromMs, toMs, Math.floor(plotWidth / TICK_PX))
        .filter((tickMs) => x(tickMs) < width - TICK_PX / 4)
        .map((tickMs) => (
          <text key={tickMs} x={x(tickMs)} y={height - 5} textAnchor="middle" className="tick">
            {dateTimeFormat(tickMs, { timeZone, format: toMs - fromMs > 3 * 86_400_000 ? 'MM/DD' : 'HH:mm' })}
          </text>
        ))}
    </svg>
  );
}

const styles = (theme: GrafanaTheme2): string =>
  css({
    display: 'block',
    text: { fontSize: theme.typography.bodySmall.fontSize, fill: theme.colors.text.primary },
    'text.tick': { fill: theme.colors.text.secondary },
  });

/** Stand-in for Grafana's core state timeline. */
export const stateTimelinePanel = (): PanelPlugin =>
  new PanelPlugin<StateTimelineOptions>(StateTimelinePanel)
    .useFieldConfig(addFieldDefaults(FIELD_DEFAULTS))
    .setDataSupport({ annotations: true, alertStates: false }) as PanelPlugin;
