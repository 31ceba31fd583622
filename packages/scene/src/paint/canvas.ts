import type { Box, Ground, Label } from './labels.ts';
import { layoutLabels } from './labels.ts';
import { cssColour, parseColour, type ScenePalette } from './palette.ts';

/** What the flat pictures draw on: a 2D context, already scaled so that one unit is one CSS pixel. */
export type Pen = CanvasRenderingContext2D;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Area of an object in the picture; `radius` in pixels. */
export interface Hit {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export const hitBox = (hit: Hit): Box => ({
  left: hit.x - hit.radius,
  right: hit.x + hit.radius,
  top: hit.y - hit.radius,
  bottom: hit.y + hit.radius,
});

/** The object nearest to a point, no farther than `reach` pixels from its symbol. */
export function nearestHit(hits: readonly Hit[], x: number, y: number, reach = 8): Hit | null {
  let best: Hit | null = null;
  let least = Infinity;
  for (const hit of hits) {
    const away = Math.hypot(hit.x - x, hit.y - y) - hit.radius;
    if (away <= reach && away < least) [best, least] = [hit, away];
  }
  return best;
}

export function disc(pen: Pen, x: number, y: number, radius: number, fill: string): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = fill;
  pen.fill();
}

export function ring(pen: Pen, x: number, y: number, radius: number, stroke: string, width = 1): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.strokeStyle = stroke;
  pen.lineWidth = width;
  pen.stroke();
}

/** A round glow, fading to nothing at `radius`. */
export function glow(pen: Pen, x: number, y: number, radius: number, css: string): void {
  const [r, g, b, a] = parseColour(css);
  const gradient = pen.createRadialGradient(x, y, 0, x, y, radius);
  for (const [at, share] of [
    [0, 1],
    [0.25, 0.55],
    [0.55, 0.16],
    [1, 0],
  ] as const) {
    gradient.addColorStop(at, cssColour([r, g, b, a * share]));
  }
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = gradient;
  pen.fill();
}

/** Writes labels without overlaps, with a soft edge in `halo` so that they are legible on any background. */
export function writeLabels(
  pen: Pen,
  labels: readonly Label[],
  palette: ScenePalette,
  size: Size,
  halo: string,
  taken: readonly Box[] = [],
  ground?: Ground,
): void {
  const fontOf = (label: Label): string =>
    `${label.weight ?? 400} ${label.size ?? palette.fontSize}px ${palette.fontFamily}`;
  const measure = (label: Label): Size => {
    pen.font = fontOf(label);
    return { width: pen.measureText(label.text).width + 4, height: (label.size ?? palette.fontSize) + 3 };
  };
  pen.save();
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  pen.lineJoin = 'round';
  for (const { label, x, y } of layoutLabels(labels, measure, size, taken, ground)) {
    pen.font = fontOf(label);
    if (!label.area) {
      // The halo is as transparent as the letters, or it would be more visible than they are.
      pen.globalAlpha = parseColour(label.colour)[3] ** 2;
      pen.lineWidth = 3;
      pen.strokeStyle = halo;
      pen.strokeText(label.text, x + 2, y);
      pen.globalAlpha = 1;
    }
    pen.fillStyle = label.colour;
    pen.fillText(label.text, x + 2, y);
  }
  pen.restore();
}

/** A muted line of text in the lower left corner; returns its bounding box. */
export function writeCaption(pen: Pen, text: string, palette: ScenePalette, size: Size): Box {
  pen.save();
  pen.font = `${palette.fontSize - 1}px ${palette.fontFamily}`;
  pen.textBaseline = 'bottom';
  pen.textAlign = 'left';
  pen.fillStyle = palette.textMuted;
  pen.fillText(text, 8, size.height - 5);
  const { width } = pen.measureText(text);
  pen.restore();
  return { left: 0, right: width + 16, top: size.height - palette.fontSize - 10, bottom: size.height };
}
