import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { SkyViewKind } from '../types';

interface Advice {
  readonly title: string;
  readonly steps: readonly string[];
}

const ADVICE: Readonly<Record<SkyViewKind, Advice>> = {
  sky: {
    title: 'The sky needs an observer',
    steps: [
      'Add an Orrery query of type Ephemeris with an observer and the quantities altitude and azimuth.',
      'Or set latitude and longitude in the panel options under Observer; that draws the stars.',
    ],
  },
  earth: {
    title: 'Nothing to show on the globe yet',
    steps: [
      'Add an Orrery query of type Satellite elements (many satellites), Satellite track (a few) or Aurora.',
      'Or set latitude and longitude in the panel options under Observer; that draws day and night.',
    ],
  },
  solarSystem: {
    title: 'The solar system needs positions',
    steps: [
      'Add an Orrery query of type Ephemeris with the quantities x, y and z (heliocentric, J2000) for the planets.',
    ],
  },
};

/** Names the missing query instead of a picture that cannot be drawn. */
export function EmptyState({ view, hasData }: { readonly view: SkyViewKind; readonly hasData: boolean }) {
  const styles = useStyles2(getStyles);
  const { title, steps } = ADVICE[view];
  return (
    <div className={styles.box} role="status">
      <Icon name="globe" size="xxl" />
      <strong>{title}</strong>
      {hasData && <span>The data of this panel has none of the frames that this view reads.</span>}
      {steps.map((step) => (
        <span key={step}>{step}</span>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    height: '100%',
    padding: theme.spacing(2),
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    alignItems: 'center',
    justifyContent: 'center',
    textAlign: 'center',
    color: theme.colors.text.secondary,
    overflow: 'auto',
    '& strong': { color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightMedium },
    '& > span': { maxWidth: 460 },
  }),
});
