import React, { useCallback, useId, useMemo, useRef, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { useScenePalette } from '../palette';
import type { SceneKit } from '../scene/load';
import type { Picture } from '../scene/picture';
import { useLiveView } from '../scene/useLiveView';
import { useVisible } from '../scene/useVisible';
import type { PictureKind } from '../types';
import { ObjectCard } from './ObjectCard';

interface Props {
  readonly kit: SceneKit;
  readonly picture: Picture;
  readonly mode: PictureKind;
  readonly ms: number;
  /** The event at this time. */
  readonly event: string | null;
  readonly width: number;
  readonly height: number;
}

const KEYS = 'Arrow keys turn, plus and minus zoom, 0 resets, N and P select the next or previous object, Escape none.';

/** The picture with a card for the object under the pointer or selected by key. */
export function PictureView({ kit, picture, mode, ms, event, width, height }: Props) {
  const styles = useStyles2(getStyles);
  const frame = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const keysId = useId();
  const palette = useScenePalette();
  const visible = useVisible(frame);
  const [hovered, setHovered] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const active = hovered ?? chosen;
  const table = useMemo(() => kit.tableOf(picture, ms), [kit, picture, ms]);
  const { view, note, failure, retry } = useLiveView(stage, {
    kit,
    picture,
    mode,
    ms,
    palette,
    width,
    height,
    highlight: active,
    visible,
  });

  const pickAt = useCallback(
    (event: React.PointerEvent): string | null => {
      const box = event.currentTarget.getBoundingClientRect();
      return view?.pick(event.clientX - box.left, event.clientY - box.top)?.id ?? null;
    },
    [view]
  );
  const walk = (by: number): void => {
    const ids = table.rows.map((row) => row.id).filter((id) => view?.locate(id));
    if (ids.length === 0) {
      return;
    }
    const at = chosen === null ? (by > 0 ? -1 : 0) : ids.indexOf(chosen);
    setChosen(ids[(at + by + ids.length) % ids.length] ?? null);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const own: Readonly<Record<string, () => void>> = {
      n: () => walk(1),
      p: () => walk(-1),
      Escape: () => setChosen(null),
    };
    const action = own[event.key];
    action?.();
    if (action ?? view?.key(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  if (failure) {
    return <Failure text={failure} retry={retry} />;
  }
  const description = active === null ? null : kit.describe(picture, table, active, ms);
  return (
    <div className={styles.frame} style={{ width, height }} ref={frame}>
      <div
        className={styles.stage}
        ref={stage}
        role="application"
        tabIndex={0}
        aria-label={`${table.caption}. ${summary(table.rows)}`}
        aria-describedby={keysId}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => event.buttons === 0 && setHovered(pickAt(event))}
        onPointerLeave={() => setHovered(null)}
        onClick={() => setChosen(hovered)}
        style={{ width, height, cursor: hovered ? 'pointer' : undefined }}
      />
      <span id={keysId} className={styles.hidden}>
        {KEYS}
      </span>
      <span className={styles.hidden} role="status">
        {description && `${description.name}: ${description.facts.map((fact) => fact.join(' ')).join(', ')}`}
      </span>
      {description && active !== null && (
        <ObjectCard description={description} at={view?.locate(active) ?? null} width={width} height={height} />
      )}
      <Notes lines={[event, kit.hintFor(picture)]} note={note} retry={retry} />
    </div>
  );
}

function Failure({ text, retry }: { readonly text: string; readonly retry: () => void }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.failure} role="alert">
      <span>{text} The same objects are in the table.</span>
      <Button size="sm" variant="secondary" onClick={retry}>
        Try again
      </Button>
    </div>
  );
}

interface NotesProps {
  readonly lines: ReadonlyArray<string | null>;
  readonly note: string | null;
  readonly retry: () => void;
}

function Notes({ lines, note, retry }: NotesProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.notes}>
      {lines.map((line) => line && <span key={line}>{line}</span>)}
      {note && (
        <span>
          {note} Showing the flat picture.
          <Button size="sm" fill="text" variant="secondary" onClick={retry}>
            Try 3D again
          </Button>
        </span>
      )}
    </div>
  );
}

const MOST_NAMES = 12;

/** The names of the first objects, for screen readers. */
function summary(rows: ReadonlyArray<{ readonly name: string }>): string {
  const names = rows.slice(0, MOST_NAMES).map((row) => row.name);
  const more = rows.length > MOST_NAMES ? ` and ${rows.length - MOST_NAMES} more` : '';
  return names.length > 0 ? `${names.join(', ')}${more}.` : 'No objects.';
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ position: 'relative', flex: 'none' }),
  stage: css({
    position: 'relative',
    overflow: 'hidden',
    touchAction: 'pan-y',
    cursor: 'grab',
    '&:active': { cursor: 'grabbing' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  failure: css({
    flex: 1,
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    alignItems: 'center',
    justifyContent: 'center',
    color: theme.colors.text.secondary,
  }),
  hidden: css({
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  }),
  notes: css({
    position: 'absolute',
    top: theme.spacing(0.5),
    left: theme.spacing(1),
    right: theme.spacing(4),
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: 2,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    pointerEvents: 'none',
    '& > span': {
      padding: theme.spacing(0, 0.5),
      borderRadius: theme.shape.radius.default,
      background: theme.colors.background.primary,
    },
    '& button': { pointerEvents: 'auto' },
  }),
});
