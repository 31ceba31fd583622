import { AURORA_GRID, type AuroraOval } from '../model/aurora.ts';
import type { Box } from './labels.ts';
import type { Pen, Size } from './canvas.ts';
import { cssColour, ramp, type Rgba, type ScenePalette } from './palette.ts';

/** Colours by chance in percent, green to red as on NOAA's maps; unlikely values are nearly invisible. */
const STOPS: Readonly<Record<'dark' | 'light', readonly (readonly [number, string])[]>> = {
  dark: [
    [2, '#2fd06c01'],
    [10, '#3ddc7870'],
    [50, '#e9e04ecc'],
    [90, '#ff4d3be6'],
  ],
  light: [
    [2, '#0a8f4601'],
    [10, '#0a8f4680'],
    [50, '#e0a800cc'],
    [90, '#d42a1ae6'],
  ],
};

/** Colour of a chance of aurora in percent. */
export const auroraColour = (palette: ScenePalette, percent: number): Rgba =>
  ramp(palette.isDark ? STOPS.dark : STOPS.light, percent);

/** The oval as a picture of 360 by 181 pixels, red green blue opacity; starting at the north and 180° west. */
export function auroraPixels({ percent }: AuroraOval, palette: ScenePalette): Uint8ClampedArray<ArrayBuffer> {
  const colours = Array.from({ length: 101 }, (_, i) => auroraColour(palette, i).map((v) => Math.round(v * 255)));
  const pixels = new Uint8ClampedArray(percent.length * 4);
  percent.forEach((chance, i) => pixels.set(colours[Math.min(100, chance)] ?? [], i * 4));
  return pixels;
}

/** The same on a canvas of the page, to be drawn at any size. */
export function auroraCanvas(aurora: AuroraOval, palette: ScenePalette, page: Document): HTMLCanvasElement {
  const canvas = page.createElement('canvas');
  Object.assign(canvas, AURORA_GRID);
  const pen = canvas.getContext('2d');
  const image = pen?.createImageData(AURORA_GRID.width, AURORA_GRID.height);
  image?.data.set(auroraPixels(aurora, palette));
  if (image) pen?.putImageData(image, 0, 0);
  return canvas;
}

const BAR = { width: 96, height: 7, margin: 8 } as const;
const TICKS = [10, 50, 90] as const;

/** The scale of the aurora in the lower right corner; returns its bounding box. */
export function drawAuroraLegend(pen: Pen, aurora: AuroraOval, palette: ScenePalette, size: Size): Box {
  const text = palette.fontSize - 1;
  const right = size.width - BAR.margin;
  const left = right - BAR.width;
  const top = size.height - BAR.margin - text - 2 - BAR.height;
  const bar = pen.createLinearGradient(left, 0, right, 0);
  for (let i = 0; i <= 20; i++) bar.addColorStop(i / 20, cssColour(auroraColour(palette, i * 5)));
  pen.save();
  pen.fillStyle = bar;
  pen.fillRect(left, top, BAR.width, BAR.height);
  pen.strokeStyle = palette.line;
  pen.lineWidth = 1;
  pen.strokeRect(left, top, BAR.width, BAR.height);
  pen.fillStyle = palette.textMuted;
  pen.font = `${text}px ${palette.fontFamily}`;
  pen.textBaseline = 'top';
  pen.textAlign = 'center';
  for (const tick of TICKS) pen.fillText(`${tick} %`, left + (tick / 100) * BAR.width, top + BAR.height + 2);
  pen.textBaseline = 'bottom';
  pen.textAlign = 'right';
  pen.fillText(legendTitle(aurora), right, top - 2);
  const { width } = pen.measureText(legendTitle(aurora));
  pen.restore();
  return { left: right - Math.max(width, BAR.width) - 8, right: size.width, top: top - text - 4, bottom: size.height };
}

function legendTitle({ forecastMs }: AuroraOval): string {
  if (forecastMs === null) return 'Chance of aurora';
  return `Chance of aurora, ${new Date(forecastMs).toISOString().slice(5, 16).replace('T', ' ')} UTC`;
}
