import React from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, timeZoneAbbrevation, type GrafanaTheme2 } from '@grafana/data';
import { Button, IconButton, useStyles2 } from '@grafana/ui';
import type { SkyEvent } from '@orrery/scene';
import type { Moment } from '../timeline';

interface Props {
  readonly moment: Moment;
  readonly events: readonly SkyEvent[];
  readonly timeZone: string;
  readonly height: number;
}

/** The displayed time, a slider over the time range, step buttons, and a button back to now. */
export function TimeBar({ moment, events, timeZone, height }: Props) {
  const styles = useStyles2(getStyles);
  const { ms, fromMs, toMs, stepMs, live, following, choose, follow, release } = moment;
  const text = dateTimeFormat(ms, { timeZone, format: 'YYYY-MM-DD HH:mm:ss' });
  const zone = timeZoneAbbrevation(ms, { timeZone });
  return (
    <div className={styles.bar} style={{ height }} onBlur={release}>
      <IconButton name="angle-left" size="lg" tooltip="One step back" onClick={() => choose(ms - stepMs)} />
      <div className={styles.track}>
        <input
          className={styles.slider}
          type="range"
          aria-label="Moment shown"
          aria-valuetext={`${text} ${zone}`}
          min={fromMs}
          max={toMs}
          step={Math.max(1000, stepMs / 10)}
          value={ms}
          onChange={(event) => choose(Number(event.currentTarget.value))}
          onPointerUp={release}
        />
        {events
          .filter((event) => event.ms >= fromMs && event.ms <= toMs)
          .slice(0, MOST_MARKS)
          .map((event) => (
            <i key={`${event.ms} ${event.title}`} style={{ left: markAt((event.ms - fromMs) / (toMs - fromMs)) }} />
          ))}
      </div>
      <IconButton name="angle-right" size="lg" tooltip="One step on" onClick={() => choose(ms + stepMs)} />
      <time className={styles.time} dateTime={new Date(ms).toISOString()}>
        {text} {zone}
      </time>
      {live && (
        <Button size="sm" variant="secondary" fill="text" disabled={following} onClick={follow}>
          Now
        </Button>
      )}
    </div>
  );
}

const THUMB_PX = 14;
/** More marks would merge into a bar. */
const MOST_MARKS = 80;

/** Position of the centre of the thumb at that share of the range. */
const markAt = (share: number): string => `calc(${THUMB_PX / 2}px + (100% - ${THUMB_PX}px) * ${share})`;

const thumb = (theme: GrafanaTheme2) => ({
  width: THUMB_PX,
  height: THUMB_PX,
  border: 'none',
  borderRadius: theme.shape.radius.circle,
  background: theme.colors.primary.main,
});

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5), flex: 'none', minWidth: 0 }),
  track: css({
    position: 'relative',
    flex: '1 1 60px',
    minWidth: 40,
    display: 'flex',
    alignItems: 'center',
    '& i': {
      position: 'absolute',
      top: -5,
      width: 1,
      height: 5,
      background: theme.colors.text.secondary,
      pointerEvents: 'none',
    },
  }),
  slider: css({
    width: '100%',
    height: 16,
    margin: 0,
    appearance: 'none',
    cursor: 'pointer',
    background: `linear-gradient(${theme.colors.border.strong} 0 0) center / 100% 4px no-repeat`,
    '&::-webkit-slider-thumb': { appearance: 'none', ...thumb(theme) },
    '&::-moz-range-thumb': thumb(theme),
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
  }),
  time: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  }),
});
