import React, { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2, PanelProps } from '@grafana/data';
import { Button, ErrorBoundary, IconButton, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { toSceneFrames } from '../frames';
import { useMoment } from '../timeline';
import { useSceneKit } from '../scene/useSceneKit';
import type { SkyPanelOptions } from '../types';
import { EmptyState } from './EmptyState';
import { PictureTable } from './PictureTable';
import { PictureView } from './PictureView';
import { TimeBar } from './TimeBar';

type Props = PanelProps<SkyPanelOptions>;

const TIME_BAR_PX = 36;
/** In panels lower than this the slider is hidden to leave room for the picture. */
const LEAST_HEIGHT_PX = 170;

/** The panel: a picture of the sky, the Earth or the solar system, and the time it shows. */
export function SkyPanel(props: Props): React.ReactElement {
  return (
    <ErrorBoundary dependencies={[props.data, props.options]}>
      {({ error }) =>
        error ? <Message text={`The picture could not be drawn: ${error.message}`} /> : <SkyPanelBody {...props} />
      }
    </ErrorBoundary>
  );
}

function SkyPanelBody({ data, options, timeRange, timeZone, width, height, eventBus, replaceVariables }: Props) {
  const styles = useStyles2(getStyles);
  const moment = useMoment(timeRange, eventBus);
  const { kit, error, retry } = useSceneKit();
  const [asTable, setAsTable] = useState(false);
  const selected = replaceVariables(options.selected ?? '');
  const frames = useMemo(() => toSceneFrames(data.series), [data.series]);
  const picture = useMemo(
    () => (kit ? kit.createPicture(frames, { ...options, selected }, kit.resources) : null),
    [kit, frames, options, selected]
  );
  const events = useMemo(() => (kit ? kit.readEvents(frames) : []), [kit, frames]);
  if (error) {
    return (
      <Message text={`The scene could not be loaded: ${error.message}`}>
        <Button size="sm" variant="secondary" onClick={retry}>
          Try again
        </Button>
      </Message>
    );
  }
  const failure = data.errors?.[0]?.message;
  if (failure && data.series.length === 0) {
    return <Message text={failure} />;
  }
  if (!kit) {
    return <LoadingPlaceholder text="Loading the scene" />;
  }
  if (!picture) {
    return <EmptyState view={options.view} hasData={data.series.length > 0} />;
  }
  const bar = options.timeBar && height >= LEAST_HEIGHT_PX;
  const room = { width, height: height - (bar ? TIME_BAR_PX : 0) };
  const event = kit.eventNear(events, moment.ms, moment.stepMs / 2)?.title ?? null;
  const tabular = asTable || options.picture === 'table';
  return (
    <div className={styles.panel} style={{ width, height }}>
      {tabular ? (
        <PictureTable table={kit.tableOf(picture, moment.ms)} {...room} />
      ) : (
        <PictureView kit={kit} picture={picture} mode={options.picture} ms={moment.ms} event={event} {...room} />
      )}
      {options.picture !== 'table' && (
        <IconButton
          className={styles.toggle}
          name={tabular ? 'eye' : 'table'}
          tooltip={tabular ? 'Show as picture' : 'Show as table'}
          onClick={() => setAsTable(!tabular)}
        />
      )}
      {bar && <TimeBar moment={moment} events={events} timeZone={timeZone} height={TIME_BAR_PX} />}
    </div>
  );
}

function Message({ text, children }: { readonly text: string; readonly children?: React.ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.message} role="alert">
      <span>{text}</span>
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({ position: 'relative', overflow: 'hidden', display: 'flex', flexDirection: 'column' }),
  toggle: css({ position: 'absolute', top: theme.spacing(0.5), right: theme.spacing(0.5), zIndex: 2, margin: 0 }),
  message: css({
    height: '100%',
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    alignItems: 'center',
    justifyContent: 'center',
    textAlign: 'center',
    color: theme.colors.text.secondary,
  }),
});
