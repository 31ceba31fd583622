import { css, type SerializedStyles } from '@emotion/react';
import type { GrafanaTheme2 } from '@grafana/data';

/** What Grafana's own style sheet sets before @grafana/ui's global styles; the package does not ship it. */
export const baseStyles = (theme: GrafanaTheme2): SerializedStyles =>
  css({
    '*, *::before, *::after': { boxSizing: 'border-box' },
    html: { fontSize: '14px', background: theme.colors.background.canvas },
    body: {
      margin: 0,
      overflowY: 'auto',
      fontFamily: theme.typography.fontFamily,
      fontSize: theme.typography.body.fontSize,
      lineHeight: theme.typography.body.lineHeight,
      color: theme.colors.text.primary,
    },
    'h1, h2, h3, h4, h5, h6, p': { margin: 0 },
    'button, input, select, textarea': { font: 'inherit', color: 'inherit' },
    'fieldset, legend': { border: 0, margin: 0, padding: 0, minWidth: 0 },
    'ul, ol': { margin: 0 },
    a: { color: 'inherit', textDecoration: 'none' },
    label: { display: 'inline-block' },
    svg: { fontFamily: theme.typography.fontFamily },
    '#root': { minHeight: '100vh', display: 'flex', flexDirection: 'column' },
  });
