import { geoCircle, geoEquirectangular, geoGraticule10, geoPath, type GeoPath, type GeoProjection } from 'd3-geo';
import type { MultiPolygon } from 'geojson';
import { footprintRadius } from '../math/sky.ts';
import type { AuroraOval } from '../model/aurora.ts';
import type { EarthModel, EarthState } from '../model/earth.ts';
import { geodetic } from '../model/satellites.ts';
import { auroraCanvas, drawAuroraLegend } from './aurora.ts';
import { disc, glow, hitBox, ring, writeLabels, type Hit, type Pen, type Size } from './canvas.ts';
import type { Label } from './labels.ts';
import { cssColour, earthColours, faded, seriesColour, type EarthColours, type ScenePalette } from './palette.ts';
import { drawSatelliteMark } from './skyGlyphs.ts';

export interface EarthLayers {
  readonly graticule: boolean;
  readonly night: boolean;
  readonly tracks: boolean;
  readonly footprints: boolean;
  readonly aurora: boolean;
}

export interface Earth2DInput {
  readonly model: EarthModel;
  readonly state: EarthState;
  readonly land: MultiPolygon;
  readonly palette: ScenePalette;
  readonly layers: EarthLayers;
  readonly highlight?: string | null;
}

/** Depressions of the Sun in degrees from sunset to the end of astronomical twilight, a layer of night for each. */
const NIGHT = [0.8, 2.5, 4.5, 6, 8, 10, 12, 14, 16, 18] as const;
const NIGHT_LAYER = 0.088;

interface Map2D {
  readonly pen: Pen;
  readonly path: GeoPath;
  readonly projection: GeoProjection;
  readonly colours: EarthColours;
}

/** Cached pictures of ovals by theme, kept as long as the oval. */
const auroraPictures = new WeakMap<AuroraOval, Map<boolean, HTMLCanvasElement>>();

/** The whole Earth as a map (equirectangular) with day and night, aurora, satellites and their tracks. */
export function drawEarth2D(pen: Pen, input: Earth2DInput, size: Size): readonly Hit[] {
  const box: [[number, number], [number, number]] = [
    [1, 1],
    [size.width - 1, size.height - 1],
  ];
  const projection = geoEquirectangular().fitExtent(box, { type: 'Sphere' });
  const map: Map2D = { pen, projection, path: geoPath(projection, pen), colours: earthColours(input.palette) };
  pen.clearRect(0, 0, size.width, size.height);
  drawGround(map, input);
  const aurora = input.layers.aurora ? input.model.aurora : null;
  if (aurora) drawAurora(map, aurora, input.palette);
  const hits: Hit[] = [];
  const labels: Label[] = [];
  if (input.layers.tracks) input.state.tracks.forEach((_, i) => drawTrack(map, input, i));
  drawSatellites(map, input, hits, labels);
  drawPlaces(map, input, hits, labels);
  const halo = faded(cssColour(map.colours.sea), 0.7);
  const legend = aurora ? [drawAuroraLegend(pen, aurora, input.palette, size)] : [];
  const boxes = [...hits.filter((hit) => hit.radius > 3).map(hitBox), ...legend];
  writeLabels(pen, labels, input.palette, size, halo, boxes);
  return hits;
}

function fill(map: Map2D, shape: Parameters<GeoPath>[0], style: string): void {
  map.pen.beginPath();
  map.path(shape);
  map.pen.fillStyle = style;
  map.pen.fill();
}

function stroke(map: Map2D, shape: Parameters<GeoPath>[0], style: string, width: number): void {
  map.pen.beginPath();
  map.path(shape);
  map.pen.strokeStyle = style;
  map.pen.lineWidth = width;
  map.pen.stroke();
}

function drawGround(map: Map2D, { layers, land, state, palette }: Earth2DInput): void {
  const { colours } = map;
  fill(map, { type: 'Sphere' }, cssColour(colours.sea));
  if (layers.graticule) stroke(map, geoGraticule10(), faded(palette.text, 0.09), 1);
  fill(map, land, cssColour(colours.land));
  stroke(map, land, faded(cssColour(colours.coast), 0.6), 0.6);
  if (layers.night) {
    const [longitude, latitude] = state.sun;
    for (const depression of NIGHT) {
      const circle = geoCircle()
        .center([longitude + 180, -latitude])
        .radius(90 - depression)
        .precision(2)();
      fill(map, circle, faded(cssColour(colours.night), NIGHT_LAYER + (palette.isDark ? 0.03 : 0)));
    }
  }
  stroke(map, { type: 'Sphere' }, palette.line, 1);
}

function drawTrack(map: Map2D, { state, palette, layers }: Earth2DInput, index: number): void {
  const track = state.tracks[index];
  if (!track) return;
  const colour = seriesColour(palette, index);
  const line = (from: number, to: number): [number, number][] =>
    track.points
      .filter((p) => p.ms >= from && p.ms <= to)
      .map((p) => {
        const { longitude, latitude } = geodetic(p.at);
        return [longitude, latitude];
      });
  stroke(map, { type: 'LineString', coordinates: line(-Infinity, state.ms) }, faded(colour, 0.35), 1.25);
  stroke(map, { type: 'LineString', coordinates: line(state.ms, Infinity) }, faded(colour, 0.9), 1.5);
  const now = track.points.find((p) => p.ms === state.ms);
  if (!layers.footprints || !now) return;
  const { longitude, latitude, altitude } = geodetic(now.at);
  const circle = geoCircle().center([longitude, latitude]).radius(footprintRadius(altitude))();
  fill(map, circle, faded(colour, 0.1));
  stroke(map, circle, faded(colour, 0.5), 1);
}

function drawAurora({ pen, projection }: Map2D, aurora: AuroraOval, palette: ScenePalette): void {
  const [left, top] = projection([-180, 90]) ?? [0, 0];
  const [right, bottom] = projection([180, -90]) ?? [0, 0];
  const known = auroraPictures.get(aurora) ?? new Map<boolean, HTMLCanvasElement>();
  const picture = known.get(palette.isDark) ?? auroraCanvas(aurora, palette, pen.canvas.ownerDocument);
  auroraPictures.set(aurora, known.set(palette.isDark, picture));
  pen.drawImage(picture, left, top, right - left, bottom - top);
}

function drawSatellites(map: Map2D, input: Earth2DInput, hits: Hit[], labels: Label[]): void {
  const { model, state, palette } = input;
  const chosen = new Map(model.selected.map((satellite, i) => [satellite, i]));
  const crowd = model.satellites.length > 500;
  const plain = faded(cssColour(map.colours.satellite), crowd ? 0.5 : 0.85);
  model.satellites.forEach((satellite, i) => {
    const [x = NaN, y = NaN, z = NaN] = state.positions.subarray(i * 3, i * 3 + 3);
    if (Number.isNaN(x)) return;
    const { longitude, latitude } = geodetic([x, y, z]);
    const at = map.projection([longitude, latitude]);
    if (!at) return;
    const order = chosen.get(satellite);
    const size = order === undefined ? (crowd ? 0.8 : 2) : 4.5;
    drawSatelliteMark(map.pen, at[0], at[1], size, order === undefined ? plain : seriesColour(palette, order));
    hits.push({ id: satellite.id, x: at[0], y: at[1], radius: size });
    if (order !== undefined) {
      labels.push({
        text: satellite.name,
        x: at[0],
        y: at[1],
        gap: 8,
        colour: palette.text,
        priority: 50 - order,
        weight: 500,
      });
    }
    if (input.highlight === satellite.id) ring(map.pen, at[0], at[1], 9, palette.accent, 2);
  });
}

function drawPlaces(map: Map2D, input: Earth2DInput, hits: Hit[], labels: Label[]): void {
  const { state, palette, model, highlight } = input;
  const sun = map.projection([state.sun[0], state.sun[1]]);
  if (sun) {
    glow(map.pen, sun[0], sun[1], 26, 'rgba(255, 208, 110, 0.9)');
    disc(map.pen, sun[0], sun[1], 5, '#ffd27a');
    hits.push({ id: 'sun', x: sun[0], y: sun[1], radius: 5 });
    if (highlight === 'sun') ring(map.pen, sun[0], sun[1], 9, palette.accent, 2);
  }
  const observer = model.observer;
  const at = observer ? map.projection([observer.longitude, observer.latitude]) : null;
  if (!observer || !at) return;
  drawObserver(map.pen, at[0], at[1], palette);
  hits.push({ id: 'observer', x: at[0], y: at[1], radius: 6 });
  labels.push({ text: observer.name ?? 'Observer', x: at[0], y: at[1], gap: 9, colour: palette.text, priority: 60 });
  if (highlight === 'observer') ring(map.pen, at[0], at[1], 10, palette.accent, 2);
}

/** A ring with a dot: the observer. */
export function drawObserver(pen: Pen, x: number, y: number, palette: ScenePalette): void {
  disc(pen, x, y, 6.5, faded(palette.background, 0.65));
  ring(pen, x, y, 5.5, palette.accent, 1.75);
  disc(pen, x, y, 2, palette.accent);
}
