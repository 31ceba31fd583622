import { cacheFieldDisplayNames, PanelPlugin, type PanelProps } from '@grafana/data';
import { type TableSortByFieldState } from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';
import type { ReactElement } from 'react';
import { PanelDataErrorView } from '../host/PanelDataErrorView.tsx';
import { addFieldDefaults } from './field-defaults.ts';

interface TableOptions {
  readonly sortBy?: TableSortByFieldState[];
  readonly showHeader?: boolean;
  readonly cellHeight?: 'sm' | 'md' | 'lg';
  readonly frameIndex?: number;
}

/** Defaults of Grafana's table panel. */
const FIELD_DEFAULTS: Readonly<Record<string, unknown>> = {
  align: 'auto',
  width: undefined,
  minWidth: undefined,
  inspect: false,
  filterable: undefined,
  hidden: undefined,
  hideFrom: undefined,
  wrapText: undefined,
  wrapHeaderText: undefined,
  cellOptions: { type: 'auto' },
  footer: { reducers: [] },
};

function TablePanel(props: PanelProps<TableOptions>): ReactElement {
  const { data, width, height, options, title, fieldConfig, timeRange, transparent, id } = props;
  const frame = data.series[options.frameIndex ?? 0];
  // The table reads names from the fields' state, which field overrides have just cleared.
  cacheFieldDisplayNames(data.series);
  if (!frame) return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} />;
  // The frame that is shown may be empty where others of the answer are not.
  if (frame.length === 0)
    return <PanelDataErrorView panelId={id} data={{ ...data, series: [] }} fieldConfig={fieldConfig} />;
  return (
    <TableNG
      ariaLabel={title}
      data={frame}
      width={width}
      height={height}
      noHeader={options.showHeader === false}
      resizable={true}
      sortBy={options.sortBy ?? []}
      cellHeight={(options.cellHeight ?? 'sm') as never}
      timeRange={timeRange}
      fieldConfig={fieldConfig}
      transparent={transparent}
      {...(data.structureRev === undefined ? {} : { structureRev: data.structureRev })}
    />
  );
}

/** Stand-in for Grafana's core table panel, on the same component. */
export const tablePanel = (): PanelPlugin =>
  new PanelPlugin<TableOptions>(TablePanel).useFieldConfig(addFieldDefaults(FIELD_DEFAULTS)) as PanelPlugin;
