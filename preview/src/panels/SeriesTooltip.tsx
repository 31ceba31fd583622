import { css } from '@emotion/css';
import {
  dateTimeFormat,
  formattedValueToString,
  getFieldDisplayName,
  getFieldSeriesColor,
  FieldType,
  type DataFrame,
  type Field,
  type GrafanaTheme2,
  type TimeZone,
} from '@grafana/data';
import { SeriesIcon, useStyles2, useTheme2 } from '@grafana/ui';
import type { ReactElement } from 'react';

interface SeriesTooltipProps {
  /** All series on one axis: the first field is what lies along the bottom. */
  readonly frame: DataFrame;
  readonly frames: DataFrame[];
  /** Row under the cursor, by field. */
  readonly dataIdxs: readonly (number | null)[];
  readonly timeZone: TimeZone;
}

/** The values of all series at the place under the cursor. */
export function SeriesTooltip({ frame, frames, dataIdxs, timeZone }: SeriesTooltipProps): ReactElement | null {
  const theme = useTheme2();
  const style = useStyles2(styles);
  const row = dataIdxs.find((index) => index !== null && index !== undefined);
  const along = frame.fields[0];
  const at: unknown = row === undefined || row === null ? undefined : along?.values[row];
  if (!along || typeof at !== 'number') return null;
  const entries = frame.fields.slice(1).flatMap((field, i) => {
    const index = dataIdxs[i + 1];
    const value: unknown = index === null || index === undefined ? null : field.values[index];
    if (value === null || value === undefined || field.config.custom?.hideFrom?.viz) return [];
    const text = field.display ? formattedValueToString(field.display(value)) : String(value);
    return [{ name: getFieldDisplayName(field, frame, frames), color: getFieldSeriesColor(field, theme).color, text }];
  });
  return (
    <div className={style.box}>
      <div className={style.time}>{headOf(along, at, timeZone)}</div>
      {entries.map(({ name, color, text }) => (
        <div key={name} className={style.row}>
          <SeriesIcon color={color} />
          <span className={style.name}>{name}</span>
          <span className={style.value}>{text}</span>
        </div>
      ))}
    </div>
  );
}

/** The moment, or whatever else is along the bottom with its name. */
function headOf(field: Field, at: number, timeZone: TimeZone): string {
  if (field.type === FieldType.time) return dateTimeFormat(at, { timeZone });
  const value = field.display ? formattedValueToString(field.display(at)) : String(at);
  return `${getFieldDisplayName(field)}: ${value}`;
}

const styles = (theme: GrafanaTheme2): Record<'box' | 'time' | 'row' | 'name' | 'value', string> => ({
  box: css({ padding: theme.spacing(1), minWidth: 180, fontSize: theme.typography.bodySmall.fontSize }),
  time: css({ color: theme.colors.text.secondary, paddingBottom: theme.spacing(0.5) }),
  row: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  name: css({ flexGrow: 1 }),
  value: css({ fontVariantNumeric: 'tabular-nums', fontWeight: theme.typography.fontWeightMedium }),
});
