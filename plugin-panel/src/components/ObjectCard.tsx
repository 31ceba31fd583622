import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Description } from '../scene/picture';

interface Props {
  readonly description: Description;
  readonly at: { readonly x: number; readonly y: number } | null;
  readonly width: number;
  readonly height: number;
}

const GAP_PX = 14;

/** What is known about an object, beside it and inside the picture. */
export function ObjectCard({ description, at, width, height }: Props) {
  const styles = useStyles2(getStyles);
  const x = at?.x ?? 0;
  const y = at?.y ?? 0;
  const place = {
    ...(x < width / 2 ? { left: x + GAP_PX } : { right: width - x + GAP_PX }),
    ...(y < height / 2 ? { top: y + GAP_PX / 2 } : { bottom: height - y + GAP_PX / 2 }),
  };
  return (
    <div className={styles.card} style={place} aria-hidden="true">
      <strong>{description.name}</strong>
      <dl>
        {description.facts.map(([title, text]) => (
          <React.Fragment key={title}>
            <dt>{title}</dt>
            <dd>{text}</dd>
          </React.Fragment>
        ))}
      </dl>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    position: 'absolute',
    zIndex: 3,
    pointerEvents: 'none',
    padding: theme.spacing(1),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.elevated,
    border: `1px solid ${theme.colors.border.weak}`,
    boxShadow: theme.shadows.z2,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'nowrap',
    '& dl': {
      display: 'grid',
      gridTemplateColumns: 'auto auto',
      columnGap: theme.spacing(1.5),
      margin: 0,
      fontVariantNumeric: 'tabular-nums',
    },
    '& dt': { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular, margin: 0 },
    '& dd': { margin: 0, textAlign: 'right' },
  }),
});
