import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { SceneTable } from '@orrery/scene';

interface Props {
  readonly table: SceneTable;
  readonly width: number;
  readonly height: number;
}

/** The picture as a table: the same objects, the same moment. */
export function PictureTable({ table, width, height }: Props) {
  const styles = useStyles2(getStyles);
  return (
    // The region scrolls, so it must be reachable by keyboard.
    <div className={styles.scroll} style={{ width, height }} tabIndex={0} role="region" aria-label={table.caption}>
      <table className={styles.table}>
        <caption>{table.caption}</caption>
        <thead>
          <tr>
            {table.columns.map(({ id, title, numeric }) => (
              <th key={id} scope="col" data-numeric={numeric}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.id}>
              {row.cells.map((cell, i) => {
                const column = table.columns[i];
                return i === 0 ? (
                  <th key={column?.id} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={column?.id} data-numeric={column?.numeric}>
                    {cell}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflow: 'auto', paddingRight: theme.spacing(3) }),
  table: css({
    width: '100%',
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    '& caption': { captionSide: 'top', color: theme.colors.text.secondary, padding: theme.spacing(0.5, 1) },
    '& th, & td': { padding: theme.spacing(0.5, 1), textAlign: 'left', whiteSpace: 'nowrap' },
    '& thead th': {
      position: 'sticky',
      top: 0,
      background: theme.colors.background.primary,
      color: theme.colors.text.secondary,
      fontWeight: theme.typography.fontWeightMedium,
    },
    '& tbody th': { fontWeight: theme.typography.fontWeightMedium },
    '& tbody tr': { borderTop: `1px solid ${theme.colors.border.weak}` },
    '& [data-numeric="true"]': { textAlign: 'right' },
  }),
});
