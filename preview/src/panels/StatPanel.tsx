import {
  FieldType,
  getDisplayValueAlignmentFactors,
  getFieldDisplayValues,
  PanelPlugin,
  VizOrientation,
  type FieldDisplay,
  type PanelProps,
  type ReduceDataOptions,
} from '@grafana/data';
import {
  BigValue,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  useTheme2,
  VizRepeater,
} from '@grafana/ui';
import type { ReactElement } from 'react';
import { addFieldDefaults } from './field-defaults.ts';
import { PanelDataErrorView } from '../host/PanelDataErrorView.tsx';

interface StatOptions {
  readonly reduceOptions: ReduceDataOptions;
  readonly orientation: VizOrientation;
  readonly colorMode: BigValueColorMode;
  readonly graphMode: BigValueGraphMode;
  readonly justifyMode: BigValueJustifyMode;
  readonly textMode: BigValueTextMode;
  /** The name beside its value where there is room, instead of above it. */
  readonly wideLayout: boolean;
}

const DEFAULT_REDUCE: ReduceDataOptions = { calcs: ['lastNotNull'], values: false };

function StatPanel(props: PanelProps<StatOptions>): ReactElement {
  const { data, width, height, options, fieldConfig, replaceVariables, timeZone, renderCounter, id } = props;
  const theme = useTheme2();
  const values = (): FieldDisplay[] =>
    getFieldDisplayValues({
      fieldConfig,
      reduceOptions: options.reduceOptions ?? DEFAULT_REDUCE,
      replaceVariables,
      theme,
      data: data.series,
      sparkline: options.graphMode !== undefined && options.graphMode !== BigValueGraphMode.None,
      timeZone,
    });
  const hasValues = data.series.some(
    ({ length, fields }) => length > 0 && fields.some(({ type }) => type !== FieldType.time),
  );
  if (!hasValues) return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} />;
  return (
    <VizRepeater
      getValues={values}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      source={data}
      renderCounter={renderCounter}
      width={width}
      height={height}
      autoGrid={true}
      orientation={options.orientation ?? VizOrientation.Auto}
      renderValue={({ value, alignmentFactors, count, ...size }) => (
        <BigValue
          {...size}
          value={value.display}
          count={count}
          {...(value.sparkline ? { sparkline: value.sparkline } : {})}
          alignmentFactors={alignmentFactors}
          colorMode={options.colorMode ?? BigValueColorMode.Value}
          graphMode={options.graphMode ?? BigValueGraphMode.None}
          justifyMode={options.justifyMode ?? BigValueJustifyMode.Auto}
          textMode={options.textMode ?? BigValueTextMode.Auto}
          disableWideLayout={options.wideLayout === false}
          theme={theme}
        />
      )}
    />
  );
}

/** Stand-in for Grafana's core stat panel. */
export const statPanel = (): PanelPlugin =>
  new PanelPlugin<StatOptions>(StatPanel).useFieldConfig(addFieldDefaults({})) as PanelPlugin;
