import type { SkyData } from '../data.ts';
import { chartPoint } from '../math/projection.ts';
import { apply, spherical, toHorizontal, type Vec3 } from '../math/vector.ts';
import type { SkyState } from '../model/sky.ts';
import { disc, hitBox, ring, writeLabels, type Hit, type Pen, type Size } from './canvas.ts';
import { cssColour, skyColours, starColour, starOpacity, starRadius, starScale, type ScenePalette } from './palette.ts';
import {
  drawSkyObjects,
  inkOf,
  skyNames,
  starDirection,
  starHits,
  withAlpha,
  type SkyInk,
  type SkyLayers,
} from './skyGlyphs.ts';

export interface Sky2DInput {
  readonly state: SkyState;
  readonly data: SkyData;
  readonly palette: ScenePalette;
  readonly layers: SkyLayers;
  readonly highlight?: string | null;
}

interface Chart {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

const POINTS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const;
const MARGIN = 24;

/**
 * The sky as a chart held overhead: zenith in the middle, north up, east left. Draws on `pen` in CSS pixels and returns
 * the positions of the objects.
 */
export function drawSky2D(pen: Pen, input: Sky2DInput, size: Size): readonly Hit[] {
  const radius = Math.max(20, Math.min(size.width, size.height) / 2 - MARGIN);
  const chart: Chart = { x: size.width / 2, y: size.height / 2, radius };
  const colours = skyColours(input.palette, input.state.sunAltitude);
  const place = (direction: Vec3): readonly [number, number] => {
    const { altitude, azimuth } = toHorizontal(direction);
    const [x, y] = chartPoint(altitude, azimuth);
    return [chart.x + x * radius, chart.y + y * radius];
  };
  const ink: SkyInk = { pen, ...input, colours, place, highlight: input.highlight ?? null };
  pen.clearRect(0, 0, size.width, size.height);
  pen.save();
  pen.beginPath();
  pen.arc(chart.x, chart.y, radius, 0, 2 * Math.PI);
  pen.clip();
  drawAir(ink, chart);
  if (input.layers.milkyWay) drawMilkyWay(ink, chart);
  if (input.layers.grid) drawGrid(ink, chart);
  if (input.layers.constellations) drawFigures(ink);
  drawStars(ink, starScale(radius * 2));
  const marks = drawSkyObjects(ink);
  pen.restore();
  drawHorizon(ink, chart, input.palette);
  const labels = [...marks.labels, ...skyNames(ink, radius * 2)];
  const ground = (x: number, y: number): boolean => Math.hypot(x - chart.x, y - chart.y) < radius;
  const boxes = marks.hits.filter((hit) => hit.radius > 2).map(hitBox);
  writeLabels(pen, labels, input.palette, size, cssColour(colours.halo), boxes, ground);
  return [...marks.hits, ...starHits(ink)];
}

function drawAir({ pen, state, colours }: SkyInk, chart: Chart): void {
  const air = pen.createRadialGradient(chart.x, chart.y, 0, chart.x, chart.y, chart.radius);
  air.addColorStop(0, cssColour(colours.zenith));
  air.addColorStop(0.55, cssColour(colours.zenith));
  air.addColorStop(1, cssColour(colours.horizon));
  disc(pen, chart.x, chart.y, chart.radius, '#000');
  pen.fillStyle = air;
  pen.fill();
  if (colours.glow[3] < 0.02) return;
  const { altitude, azimuth } = toHorizontal(state.sun);
  const [x, y] = chartPoint(Math.max(-2, altitude), azimuth);
  const [gx, gy] = [chart.x + x * chart.radius, chart.y + y * chart.radius];
  const light = pen.createRadialGradient(gx, gy, 0, gx, gy, chart.radius * 1.1);
  light.addColorStop(0, cssColour(colours.glow));
  light.addColorStop(0.35, withAlpha(colours.glow, colours.glow[3] * 0.35));
  light.addColorStop(1, withAlpha(colours.glow, 0));
  pen.fillStyle = light;
  pen.fillRect(chart.x - chart.radius, chart.y - chart.radius, chart.radius * 2, chart.radius * 2);
}

function drawMilkyWay({ pen, data, state, colours, place }: SkyInk, chart: Chart): void {
  const { step, rows } = data.milkyWay;
  const radius = (chart.radius / 90) * step * 1.2;
  rows.forEach((row, i) => {
    const declination = 90 - step * (i + 0.5);
    for (let j = 0; j < row.length; j++) {
      const level = Number(row[j]);
      if (level === 0) continue;
      const direction = apply(state.rotation, spherical((j + 0.5) * step, declination));
      const at = direction[2] > 0 ? place(direction) : null;
      // Cells become smaller towards the poles, where they count less.
      const weight = Math.cos((declination * Math.PI) / 180);
      if (at) disc(pen, at[0], at[1], radius, `rgba(205, 210, 225, ${0.03 * level * colours.stars * weight})`);
    }
  });
}

function drawGrid({ pen, colours }: SkyInk, chart: Chart): void {
  const line = inkOf(colours, 0.1);
  for (const altitude of [30, 60]) ring(pen, chart.x, chart.y, (chart.radius * (90 - altitude)) / 90, line);
  pen.beginPath();
  for (let azimuth = 0; azimuth < 360; azimuth += 45) {
    const [x, y] = chartPoint(0, azimuth);
    pen.moveTo(chart.x + (x * chart.radius) / 9, chart.y + (y * chart.radius) / 9);
    pen.lineTo(chart.x + x * chart.radius, chart.y + y * chart.radius);
  }
  pen.strokeStyle = line;
  pen.lineWidth = 1;
  pen.stroke();
}

function drawFigures({ pen, data, state, colours, place }: SkyInk): void {
  pen.beginPath();
  for (const { lines } of data.constellations) {
    for (const line of lines) {
      let drawing = false;
      for (const direction of line) {
        const turned = apply(state.rotation, direction);
        const at = turned[2] > -0.25 ? place(turned) : null;
        if (at) pen[drawing ? 'lineTo' : 'moveTo'](at[0], at[1]);
        drawing = at !== null;
      }
    }
  }
  pen.strokeStyle = inkOf(colours, 0.22 * Math.max(0.5, colours.stars));
  pen.lineWidth = 1;
  pen.stroke();
}

function drawStars({ pen, data, state, colours, place }: SkyInk, size: number): void {
  const { stars } = data;
  for (let i = stars.count - 1; i >= 0; i--) {
    const direction = apply(state.rotation, starDirection(data, i));
    if (direction[2] < 0) continue;
    const at = place(direction);
    const magnitude = stars.magnitudes[i] ?? 6;
    if (!at || (colours.stars < 0.5 && magnitude > 3.5)) continue;
    const colour = starColour(stars.colours[i] ?? 0);
    disc(pen, at[0], at[1], starRadius(magnitude) * size, withAlpha(colour, starOpacity(magnitude) * colours.stars));
  }
}

function drawHorizon({ pen, palette }: SkyInk, chart: Chart, { fontFamily, fontSize }: ScenePalette): void {
  ring(pen, chart.x, chart.y, chart.radius, palette.textMuted, 1.25);
  pen.beginPath();
  for (let azimuth = 0; azimuth < 360; azimuth += 10) {
    const [x, y] = chartPoint(0, azimuth);
    const out = azimuth % 30 === 0 ? 5 : 3;
    pen.moveTo(chart.x + x * chart.radius, chart.y + y * chart.radius);
    pen.lineTo(chart.x + x * (chart.radius + out), chart.y + y * (chart.radius + out));
  }
  pen.strokeStyle = palette.textMuted;
  pen.lineWidth = 1;
  pen.stroke();
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  POINTS.forEach((text, i) => {
    const [x, y] = chartPoint(0, i * 45);
    const main = i % 2 === 0;
    pen.font = `${main ? 600 : 400} ${main ? fontSize + 1 : fontSize - 2}px ${fontFamily}`;
    pen.fillStyle = main ? palette.text : palette.textMuted;
    pen.fillText(text, chart.x + x * (chart.radius + 14), chart.y + y * (chart.radius + 14));
  });
}
