import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { PanelDataErrorViewProps } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import type { ReactElement } from 'react';

/** What a panel shows when its data does not fit it; where there is none, its "no value" text as in Grafana. */
export function PanelDataErrorView({ message, data, fieldConfig }: PanelDataErrorViewProps): ReactElement {
  const style = useStyles2(styles);
  const none = data.series.every(({ length }) => length === 0);
  const failure = data.errors?.[0]?.message;
  const text = message ?? (none ? (fieldConfig?.defaults.noValue ?? 'No data') : 'The data does not fit this panel');
  return failure ? (
    <div className={style} role="alert">
      {failure}
    </div>
  ) : (
    <div className={style}>{text}</div>
  );
}

const styles = (theme: GrafanaTheme2): string =>
  css({
    display: 'grid',
    placeItems: 'center',
    textAlign: 'center',
    height: '100%',
    color: theme.colors.text.secondary,
  });
