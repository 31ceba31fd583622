import type { SkyData } from '../data.ts';
import { apply, add, scale, toHorizontal, unit, type Vec3 } from '../math/vector.ts';
import type { SkyObject, SkyState } from '../model/sky.ts';
import { disc, glow, ring, type Hit, type Pen } from './canvas.ts';
import type { Label } from './labels.ts';
import { drawMoon } from './moon.ts';
import {
  cssColour,
  faded,
  mix,
  seriesColour,
  starRadius,
  type Rgba,
  type ScenePalette,
  type SkyColours,
} from './palette.ts';

/** Which parts of the sky are drawn. */
export interface SkyLayers {
  readonly constellations: boolean;
  readonly constellationNames: boolean;
  readonly starNames: boolean;
  readonly milkyWay: boolean;
  readonly grid: boolean;
  readonly satellites: boolean;
}

/** Position of a direction of the horizon axes in the picture; null if it is outside. */
export type SkyPlace = (direction: Vec3) => readonly [x: number, y: number] | null;

export interface SkyInk {
  readonly pen: Pen;
  readonly state: SkyState;
  readonly data: SkyData;
  readonly palette: ScenePalette;
  readonly colours: SkyColours;
  readonly layers: SkyLayers;
  readonly place: SkyPlace;
  /** Id of the object to highlight. */
  readonly highlight: string | null;
}

export interface Marks {
  readonly hits: readonly Hit[];
  readonly labels: readonly Label[];
}

export const inkOf = (colours: SkyColours, alpha: number): string => {
  const [r, g, b] = colours.ink;
  return cssColour([r, g, b, alpha]);
};

const above = (direction: Vec3): boolean => direction[2] > -0.0015;

/** Sun, Moon, planets and satellites with their labels; both the dome and the chart use it. */
export function drawSkyObjects(ink: SkyInk): Marks {
  const hits: Hit[] = [];
  const labels: Label[] = [];
  if (ink.layers.satellites) drawSatellites(ink, hits, labels);
  for (const body of ink.state.bodies) {
    const at = above(body.direction) ? ink.place(body.direction) : null;
    if (!at) continue;
    const [x, y] = at;
    const radius = drawBody(ink, body, x, y);
    hits.push({ id: body.id, x, y, radius });
    const priority = body.id === 'sun' || body.id === 'moon' ? 100 : 90;
    labels.push({
      text: body.look.name,
      x,
      y,
      gap: radius + 3,
      colour: inkOf(ink.colours, 0.96),
      priority,
      weight: 500,
    });
    if (ink.highlight === body.id) ring(ink.pen, x, y, radius + 4, ink.palette.accent, 2);
  }
  return { hits, labels };
}

function drawBody(ink: SkyInk, body: SkyObject, x: number, y: number): number {
  const { id, direction: at } = body;
  const { colour } = body.look;
  if (id === 'moon') {
    const radius = 9;
    const toward = ink.place(unit(add(at, scale(ink.state.moon.brightLimb, 0.01))));
    const angle = toward ? Math.atan2(toward[1] - y, toward[0] - x) : 0;
    const dark = cssColour(mix(ink.colours.zenith, ink.colours.ink, 0.2));
    glow(ink.pen, x, y, 30, `rgba(230, 226, 210, ${0.34 * ink.state.moon.illuminated})`);
    drawMoon(ink.pen, { x, y, radius, illuminated: ink.state.moon.illuminated, angle, lit: '#efeadb', dark });
    return radius;
  }
  if (id === 'sun') {
    glow(ink.pen, x, y, 64, 'rgba(255, 226, 160, 0.75)');
    disc(ink.pen, x, y, 9, '#fff4d6');
    return 9;
  }
  const radius = body.magnitude === null ? 2.6 : Math.max(1.7, Math.min(4.6, 0.4 + starRadius(body.magnitude) * 1.1));
  glow(ink.pen, x, y, radius * 3.6, faded(colour, Math.min(0.8, radius / 5)));
  disc(ink.pen, x, y, radius, colour);
  return radius;
}

function drawSatellites(ink: SkyInk, hits: Hit[], labels: Label[]): void {
  let shown = 0;
  const crowd = ink.state.satellites.length > 60;
  for (const { satellite, direction, labelled } of ink.state.satellites) {
    const at = ink.place(direction);
    if (!at) continue;
    const [x, y] = at;
    const colour = labelled ? seriesColour(ink.palette, shown++) : inkOf(ink.colours, crowd ? 0.32 : 0.6);
    drawSatelliteMark(ink.pen, x, y, labelled ? 4 : crowd ? 1.1 : 1.8, colour);
    hits.push({ id: satellite.id, x, y, radius: labelled ? 4 : 2 });
    if (labelled) labels.push({ text: satellite.name, x, y, gap: 7, colour: inkOf(ink.colours, 0.9), priority: 80 });
    if (ink.highlight === satellite.id) ring(ink.pen, x, y, 9, ink.palette.accent, 2);
  }
}

/** A small diamond, distinct from a star. */
export function drawSatelliteMark(pen: Pen, x: number, y: number, size: number, colour: string): void {
  pen.beginPath();
  pen.moveTo(x, y - size);
  pen.lineTo(x + size, y);
  pen.lineTo(x, y + size);
  pen.lineTo(x - size, y);
  pen.closePath();
  pen.fillStyle = colour;
  pen.fill();
}

/** Stars named on the chart are no fainter than this. */
const FAINTEST_NAME = 1.8;

/** Names of constellations and bright stars that are up. */
export function skyNames(ink: SkyInk, room: number): readonly Label[] {
  const { data, state, layers, colours, place } = ink;
  const labels: Label[] = [];
  if (layers.constellationNames) {
    const least = room > 520 ? 3 : room > 340 ? 2 : 1;
    for (const { name, at: direction, rank } of data.constellations) {
      const turned = apply(state.rotation, direction);
      const at = rank <= least && turned[2] > 0.08 ? place(turned) : null;
      if (!at) continue;
      const colour = inkOf(colours, 0.42 * Math.max(0.55, colours.stars));
      labels.push({
        text: spaced(name),
        x: at[0],
        y: at[1],
        gap: 0,
        colour,
        priority: 20 - rank,
        size: 10,
        area: true,
      });
    }
  }
  if (layers.starNames) {
    for (const [index, name] of data.stars.names) {
      const magnitude = data.stars.magnitudes[index] ?? 9;
      const direction = apply(state.rotation, starDirection(data, index));
      const at = magnitude <= FAINTEST_NAME && direction[2] > 0.03 ? place(direction) : null;
      if (!at) continue;
      const colour = inkOf(colours, 0.66 * Math.max(0.5, colours.stars));
      labels.push({ text: name, x: at[0], y: at[1], gap: 4, colour, priority: 40 - magnitude, size: 11 });
    }
  }
  return labels;
}

/** Named stars as objects that can be pointed at. */
export function starHits(ink: SkyInk): readonly Hit[] {
  return [...ink.data.stars.names].flatMap(([index, name]) => {
    const direction = apply(ink.state.rotation, starDirection(ink.data, index));
    const at = above(direction) ? ink.place(direction) : null;
    return at ? [{ id: `star:${name}`, x: at[0], y: at[1], radius: 2 }] : [];
  });
}

/** Capitals with thin spaces: names of areas, not of points. */
const spaced = (name: string): string => [...name.toUpperCase()].join('\u200a');

export function starDirection(data: SkyData, index: number): Vec3 {
  const [x = 0, y = 0, z = 0] = data.stars.directions.subarray(index * 3, index * 3 + 3);
  return [x, y, z];
}

/** Name and position of a star, or null if the id is not a star's. */
export function describeStar(
  data: SkyData,
  state: SkyState,
  id: string,
): { name: string; magnitude: number; altitude: number; azimuth: number } | null {
  if (!id.startsWith('star:')) return null;
  const name = id.slice(5);
  const index = [...data.stars.names].find((entry) => entry[1] === name)?.[0];
  if (index === undefined) return null;
  const { altitude, azimuth } = toHorizontal(apply(state.rotation, starDirection(data, index)));
  return { name, magnitude: data.stars.magnitudes[index] ?? NaN, altitude, azimuth };
}

export const withAlpha = ([r, g, b]: Rgba, alpha: number): string => cssColour([r, g, b, alpha]);
