import { css } from '@emotion/css';
import { dateTimeFormat, type DataFrame, type GrafanaTheme2, type TimeZone } from '@grafana/data';
import { Tooltip, useStyles2, useTheme2, type UPlotConfigBuilder } from '@grafana/ui';
import { useEffect, useLayoutEffect, useRef, useState, type ReactElement, type ReactPortal } from 'react';
import { createPortal } from 'react-dom';
import type uPlot from 'uplot';

interface Mark {
  readonly time: number;
  readonly timeEnd: number;
  readonly title: string;
  readonly text: string;
  readonly color: string;
}

interface Placed extends Mark {
  readonly left: number;
}

interface AnnotationMarksProps {
  readonly config: UPlotConfigBuilder;
  readonly annotations: readonly DataFrame[];
  readonly timeZone: TimeZone;
}

const DEFAULT_COLOR = 'rgb(0, 211, 255)';
const REGION_ALPHA = 0.12;
const DASH = [4, 4];

function readMarks(annotations: readonly DataFrame[]): Mark[] {
  return annotations.flatMap((frame) => {
    const column = (name: string): ArrayLike<unknown> =>
      frame.fields.find((field) => field.name === name)?.values ?? [];
    const [times, ends, titles, texts, colors] = ['time', 'timeEnd', 'title', 'text', 'color'].map(column);
    return Array.from({ length: frame.length }, (_, i): Mark => {
      const time = Number(times?.[i]);
      const text = (list: ArrayLike<unknown> | undefined): string =>
        list?.[i] === null ? '' : String(list?.[i] ?? '');
      const timeEnd = Number(ends?.[i] ?? time) || time;
      return { time, timeEnd, title: text(titles), text: text(texts), color: text(colors) || DEFAULT_COLOR };
    });
  });
}

function drawMarks(plot: uPlot, marks: readonly Mark[], colorOf: (name: string) => string): Placed[] {
  const { ctx, bbox } = plot;
  const [from, to] = [plot.scales['x']?.min ?? 0, plot.scales['x']?.max ?? 0];
  const seen = marks.filter(({ time, timeEnd }) => timeEnd >= from && time <= to);
  ctx.save();
  for (const { time, timeEnd, color } of seen) {
    const x0 = plot.valToPos(Math.max(time, from), 'x', true);
    const x1 = plot.valToPos(Math.min(timeEnd, to), 'x', true);
    ctx.fillStyle = ctx.strokeStyle = colorOf(color);
    ctx.globalAlpha = REGION_ALPHA;
    if (x1 > x0) ctx.fillRect(x0, bbox.top, x1 - x0, bbox.height);
    ctx.globalAlpha = 1;
    ctx.setLineDash(DASH);
    ctx.beginPath();
    for (const x of x1 > x0 ? [x0, x1] : [x0]) {
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
    }
    ctx.stroke();
  }
  ctx.restore();
  return seen.map((mark) => ({
    ...mark,
    color: colorOf(mark.color),
    left: plot.valToPos(Math.max(mark.time, from), 'x'),
  }));
}

/** Dashboard annotations over a time series: lines and regions in the plot, a mark with a tooltip below each. */
export function AnnotationMarks({ config, annotations, timeZone }: AnnotationMarksProps): ReactPortal | null {
  const theme = useTheme2();
  // State and not a ref: a plot that is made anew must take its marks along, though they are the same.
  const [plot, setPlot] = useState<uPlot | null>(null);
  const drawRef = useRef<(plot: uPlot) => void>(() => undefined);
  const [placed, setPlaced] = useState<readonly Placed[]>([]);

  drawRef.current = (drawn) => {
    const next = drawMarks(drawn, readMarks(annotations), (name) => theme.visualization.getColorByName(name));
    // A plot may be made and drawn while React renders.
    queueMicrotask(() => setPlaced((old) => (JSON.stringify(old) === JSON.stringify(next) ? old : next)));
  };
  useLayoutEffect(() => {
    config.addHook('init', (made) => queueMicrotask(() => setPlot(made)));
    config.addHook('draw', (drawn) => drawRef.current(drawn));
  }, [config]);
  useEffect(() => plot?.redraw(false), [annotations, plot]);

  if (!plot) return null;
  return createPortal(
    placed.map((mark, i) => <MarkButton key={`${mark.time}-${i}`} mark={mark} timeZone={timeZone} />),
    plot.over,
  );
}

function MarkButton({ mark, timeZone }: { readonly mark: Placed; readonly timeZone: TimeZone }): ReactElement {
  const style = useStyles2(styles);
  const when = dateTimeFormat(mark.time, { timeZone });
  const label = [mark.title || mark.text, when].join(', ');
  const content = (
    <div>
      <strong>{mark.title || mark.text}</strong>
      <div>{when}</div>
      {mark.title && mark.text ? <div>{mark.text}</div> : null}
    </div>
  );
  return (
    <Tooltip content={content} placement="bottom">
      <button
        type="button"
        data-testid="annotation-mark"
        aria-label={label}
        className={style}
        style={{ left: mark.left, borderBottomColor: mark.color }}
      />
    </Tooltip>
  );
}

const styles = (theme: GrafanaTheme2): string =>
  css({
    position: 'absolute',
    bottom: -7,
    width: 0,
    height: 0,
    padding: 0,
    transform: 'translateX(-50%)',
    background: 'none',
    border: '5px solid transparent',
    borderTopWidth: 0,
    borderBottomWidth: 7,
    zIndex: theme.zIndex.activePanel,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
  });
