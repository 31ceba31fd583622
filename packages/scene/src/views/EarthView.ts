import { BackSide, CanvasTexture, LinearFilter, Mesh, ShaderMaterial, SphereGeometry, Vector3, Vector4 } from 'three';
import { WGS84_RADIUS_KM } from '@orrery/astro';
import { geoEquirectangular, geoPath } from 'd3-geo';
import type { MultiPolygon } from 'geojson';
import { Dots, polyline, Strokes, type Segment } from '../gl/marks.ts';
import { hiddenByGlobe, OrbitCamera } from '../gl/orbitCamera.ts';
import { Shell } from '../gl/shell.ts';
import { globeShader, haloShader } from '../gl/shaders.ts';
import { footprintRadius, onGlobe } from '../math/sky.ts';
import { add, cross, DEGREES, scale, spherical, toSpherical, unit, type Vec3 } from '../math/vector.ts';
import { earthAt, positionOf, type EarthModel, type EarthState } from '../model/earth.ts';
import { AURORA_GRID, type AuroraOval } from '../model/aurora.ts';
import { auroraPixels, drawAuroraLegend } from '../paint/aurora.ts';
import { disc, glow, hitBox, nearestHit, ring, writeLabels, type Hit, type Pen, type Size } from '../paint/canvas.ts';
import { drawObserver, type EarthLayers } from '../paint/earth2d.ts';
import type { Label } from '../paint/labels.ts';
import { earthColours, faded, parseColour, seriesColour, type Rgba } from '../paint/palette.ts';
import { drawSatelliteMark } from '../paint/skyGlyphs.ts';
import { GlView, type ViewSetup } from './base.ts';

export interface EarthViewOptions {
  readonly layers: EarthLayers;
  readonly land: MultiPolygon;
}

const LAND_PIXELS = 2048;
const COAST = 1.0015;
/** Just above coasts and graticule, so that they show through it. */
const AURORA_HEIGHT = 1.003;

/** The globe with day and night, satellites and their tracks, in Earth-fixed axes, from any direction. */
export class EarthView extends GlView<EarthModel, EarthViewOptions> {
  protected readonly moves = new OrbitCamera(
    { longitude: 10, latitude: 25, distance: 4.1 },
    { nearest: 1.35, farthest: 40 },
    () => this.redraw(),
  );
  protected readonly camera = this.moves.camera;
  private readonly uniforms = {
    uLand: { value: null as CanvasTexture | null },
    uSun: { value: new Vector3(1, 0, 0) },
    uSea: { value: new Vector4() },
    uShore: { value: new Vector4() },
    uNight: { value: new Vector4() },
    uRim: { value: new Vector4() },
    uNightDepth: { value: 1 },
  };
  private readonly globe = new Mesh(
    new SphereGeometry(1, 96, 64),
    new ShaderMaterial({ ...globeShader, uniforms: this.uniforms }),
  );
  private readonly halo = new Mesh(
    new SphereGeometry(1.07, 64, 48),
    new ShaderMaterial({
      ...haloShader,
      uniforms: this.uniforms,
      transparent: true,
      depthWrite: false,
      side: BackSide,
    }),
  );
  private readonly aurora = new Shell(AURORA_HEIGHT);
  private readonly coast = this.strokes(0.9);
  private readonly graticule = this.strokes(1);
  private readonly tracks = this.strokes(1.8);
  private readonly dots = new Dots({ projection: 'perspective', shared: this.shared, depthTest: true });
  private state: EarthState | null = null;
  private drawnGround = '';

  constructor(options: EarthViewOptions, setup: ViewSetup = {}) {
    super(options, setup);
    this.scene.add(
      this.globe,
      this.halo,
      this.graticule.object,
      this.coast.object,
      this.aurora.object,
      this.tracks.object,
      this.dots.object,
    );
    [this.halo, this.graticule, this.coast, this.aurora, this.tracks, this.dots].forEach((mark, i) => {
      ('object' in mark ? mark.object : mark).renderOrder = i + 1;
    });
  }

  override update(model: EarthModel): void {
    const place = model.observer;
    if (place) this.moves.setHome({ longitude: place.longitude, latitude: place.latitude * 0.7, distance: 4.1 });
    super.update(model);
  }

  /** Only here are satellites without a mark of their own searched: there may be thousands. */
  override pick(x: number, y: number): Hit | null {
    return nearestHit(this.hits, x, y) ?? this.pickDot(x, y);
  }

  protected compose(): void {
    if (!this.model) return;
    const colours = earthColours(this.palette);
    this.state = earthAt(this.model, this.ms);
    const { uSun, uSea, uShore, uNight, uRim, uNightDepth } = this.uniforms;
    uSun.value.set(...spherical(...this.state.sun));
    for (const [uniform, colour] of [
      [uSea, colours.sea],
      [uShore, colours.land],
      [uNight, colours.night],
      [uRim, colours.rim],
    ] as const) {
      uniform.value.set(...colour);
    }
    uNightDepth.value = this.options.layers.night ? (this.palette.isDark ? 1 : 0.75) : 0;
    this.composeGround(colours.coast);
    this.composeAurora(this.model.aurora);
    this.tracks.set(this.options.layers.tracks ? this.trackSegments() : []);
    this.composeDots(colours.satellite);
  }

  protected aim(size: Size): void {
    this.moves.apply(size);
  }

  protected overlay(pen: Pen, size: Size): readonly Hit[] {
    const { model, state, palette } = this;
    if (!model || !state) return [];
    const hits: Hit[] = [];
    const labels: Label[] = [];
    const mark = (
      id: string,
      at: Vec3,
      draw: (x: number, y: number) => void,
      radius: number,
      text: string,
      priority: number,
    ): void => {
      const placed = this.moves.project(at, size);
      if (!placed.visible || hiddenByGlobe(this.moves.position, at)) return;
      draw(placed.x, placed.y);
      if (this.highlighted === id) ring(pen, placed.x, placed.y, radius + 4, palette.accent, 2);
      hits.push({ id, x: placed.x, y: placed.y, radius });
      if (text)
        labels.push({ text, x: placed.x, y: placed.y, gap: radius + 3, colour: palette.text, priority, weight: 500 });
    };
    mark(
      'sun',
      onGlobe(...state.sun, 1.002),
      (x, y) => (glow(pen, x, y, 22, 'rgba(255, 208, 110, 0.8)'), disc(pen, x, y, 4, '#ffd27a')),
      4,
      '',
      0,
    );
    const observer = model.observer;
    if (observer) {
      const at = onGlobe(observer.longitude, observer.latitude, 1.002);
      mark('observer', at, (x, y) => drawObserver(pen, x, y, palette), 6, observer.name ?? 'Observer', 60);
    }
    model.selected.forEach((satellite, i) => {
      const at = positionOf(state, model.index.get(satellite) ?? -1);
      const draw = (x: number, y: number): void => drawSatelliteMark(pen, x, y, 5, seriesColour(palette, i));
      if (at) mark(satellite.id, at, draw, 5, satellite.name, 50 - i);
    });
    const legend =
      model.aurora && this.options.layers.aurora ? [drawAuroraLegend(pen, model.aurora, palette, size)] : [];
    writeLabels(pen, labels, palette, size, faded(palette.background, 0.7), [...hits.map(hitBox), ...legend]);
    return hits;
  }

  protected free(): void {
    this.uniforms.uLand.value?.dispose();
    this.uniforms.uLand.value = null;
    for (const mesh of [this.globe, this.halo]) {
      mesh.geometry.dispose();
      mesh.material.dispose();
    }
    for (const mark of [this.coast, this.graticule, this.aurora, this.tracks, this.dots]) mark.dispose();
  }

  private strokes(width: number): Strokes {
    return new Strokes({ projection: 'perspective', shared: this.shared, depthTest: true }, width);
  }

  private composeGround(coast: Rgba): void {
    const { land, layers } = this.options;
    this.graticule.object.visible = layers.graticule;
    const key = `${this.palette.isDark}`;
    if (key === this.drawnGround) return;
    this.drawnGround = key;
    if (this.page) this.uniforms.uLand.value ??= landTexture(land, this.page);
    const rings = land.coordinates.flatMap((polygon) => polygon);
    const colour: Rgba = [coast[0], coast[1], coast[2], 0.55];
    this.coast.set(rings.flatMap((points) => coastSegments(points, colour)));
    const line = parseColour(this.palette.text);
    this.graticule.set(graticuleSegments([line[0], line[1], line[2], 0.1]));
  }

  private composeAurora(aurora: AuroraOval | null): void {
    this.aurora.object.visible = aurora !== null && this.options.layers.aurora;
    if (!aurora || !this.aurora.object.visible) return;
    const { palette } = this;
    this.aurora.show([aurora, palette.isDark], AURORA_GRID, () => auroraPixels(aurora, palette));
  }

  private trackSegments(): readonly Segment[] {
    const { state, palette } = this;
    if (!state) return [];
    return state.tracks.flatMap(({ points }, i) => {
      const [r, g, b] = parseColour(seriesColour(palette, i));
      const ways = points.slice(1).map((to, k): Segment => {
        const past = to.ms <= state.ms;
        return { from: points[k]?.at ?? to.at, to: to.at, colour: [r, g, b, past ? 0.35 : 0.95] };
      });
      const now = points.find((p) => p.ms === state.ms);
      const footprint = this.options.layers.footprints && now ? circleOnGlobe(now.at, [r, g, b, 0.6]) : [];
      return [...ways, ...footprint];
    });
  }

  private composeDots(colour: Rgba): void {
    const { state, model } = this;
    if (!state || !model) return;
    const count = model.satellites.length;
    const crowd = count > 500;
    const positions = state.positions.map((value) => (Number.isNaN(value) ? 0 : value));
    const colours = new Float32Array(count * 4);
    for (let i = 0; i < count; i++) colours.set([colour[0], colour[1], colour[2], crowd ? 0.55 : 0.85], i * 4);
    this.dots.set(positions, colours, new Float32Array(count).fill(crowd ? 1.9 : 3.4));
  }

  private pickDot(x: number, y: number): Hit | null {
    const { state, model, size } = this;
    if (!state || !model) return null;
    let best: Hit | null = null;
    let least = 8;
    for (let i = 0; i < model.satellites.length; i++) {
      const at = positionOf(state, i);
      if (!at) continue;
      const placed = this.moves.project(at, size);
      const away = Math.hypot(placed.x - x, placed.y - y);
      if (away >= least || hiddenByGlobe(this.moves.position, at)) continue;
      least = away;
      best = { id: model.satellites[i]?.id ?? '', x: placed.x, y: placed.y, radius: 3 };
    }
    return best;
  }
}

/** Land white on black over longitude and latitude; the shader colours it. */
function landTexture(land: MultiPolygon, page: Document): CanvasTexture {
  const canvas = page.createElement('canvas');
  [canvas.width, canvas.height] = [LAND_PIXELS, LAND_PIXELS / 2];
  const pen = canvas.getContext('2d');
  if (pen) {
    pen.fillStyle = '#000';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    const projection = geoEquirectangular()
      .translate([LAND_PIXELS / 2, LAND_PIXELS / 4])
      .scale(LAND_PIXELS / (2 * Math.PI));
    pen.beginPath();
    geoPath(projection, pen)(land);
    pen.fillStyle = '#fff';
    pen.fill();
  }
  const texture = new CanvasTexture(canvas);
  texture.generateMipmaps = false;
  texture.minFilter = LinearFilter;
  return texture;
}

/** Segments of a coast; the cuts of the data at 180° and at the pole are not coast. */
function coastSegments(points: readonly (readonly number[])[], colour: Rgba): readonly Segment[] {
  const onCut = (p: readonly number[] | undefined): boolean => Math.abs(p?.[0] ?? 0) > 179.9 || (p?.[1] ?? 0) < -89;
  return points.slice(1).flatMap((to, i) => {
    const from = points[i];
    if (!from || (onCut(from) && onCut(to))) return [];
    return [{ from: onGlobe(from[0] ?? 0, from[1] ?? 0, COAST), to: onGlobe(to[0] ?? 0, to[1] ?? 0, COAST), colour }];
  });
}

function graticuleSegments(colour: Rgba): readonly Segment[] {
  const step = 4;
  const along = (from: number, to: number, at: (t: number) => Vec3): readonly Vec3[] =>
    Array.from({ length: (to - from) / step + 1 }, (_, i) => at(from + i * step));
  const meridians = Array.from({ length: 24 }, (_, i) => along(-80, 80, (t) => onGlobe(i * 15, t, 1.001)));
  const parallels = Array.from({ length: 11 }, (_, i) => along(0, 360, (t) => onGlobe(t, (i - 5) * 15, 1.001)));
  return [...meridians, ...parallels].flatMap((line) => polyline(line, colour));
}

/** The circle on the ground from which a satellite is above the horizon. */
function circleOnGlobe(satellite: Vec3, colour: Rgba): readonly Segment[] {
  const radius = footprintRadius((Math.hypot(...satellite) - 1) * WGS84_RADIUS_KM) / DEGREES;
  const axis = unit(satellite);
  const side = unit(cross(axis, Math.abs(axis[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0]));
  const other = cross(axis, side);
  const point = (angle: number): Vec3 => {
    const [c, s] = [Math.cos(angle) * Math.sin(radius), Math.sin(angle) * Math.sin(radius)];
    const k = Math.cos(radius);
    return onGlobe(...toSpherical(add(scale(axis, k), add(scale(side, c), scale(other, s)))), 1.002);
  };
  return polyline(
    Array.from({ length: 73 }, (_, i) => point((i / 72) * 2 * Math.PI)),
    colour,
  );
}
