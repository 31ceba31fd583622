import {
  Camera,
  ClampToEdgeWrapping,
  DataTexture,
  LinearFilter,
  Matrix3,
  Mesh,
  PlaneGeometry,
  RedFormat,
  RepeatWrapping,
  ShaderMaterial,
  Vector3,
  Vector4,
} from 'three';
import type { MilkyWay, SkyData } from '../data.ts';
import { DomeCamera, type SkyFacing } from '../gl/dome.ts';
import { Dots, polyline, setTurn, Strokes, turnUniforms, type Segment } from '../gl/marks.ts';
import { airShader } from '../gl/shaders.ts';
import { horizontal, multiply, transpose, unit, type Mat3, type Vec3 } from '../math/vector.ts';
import { skyAt, type SkyModel, type SkyState } from '../model/sky.ts';
import { hitBox, writeLabels, type Hit, type Pen, type Size } from '../paint/canvas.ts';
import type { Label } from '../paint/labels.ts';
import {
  cssColour,
  parseColour,
  skyColours,
  starColour,
  starOpacity,
  starRadius,
  starScale,
  type Rgba,
} from '../paint/palette.ts';
import { drawSkyObjects, inkOf, skyNames, starHits, type SkyInk, type SkyLayers } from '../paint/skyGlyphs.ts';
import { GlView, type ViewSetup } from './base.ts';

export interface SkyViewOptions {
  readonly layers: SkyLayers;
  readonly data: SkyData;
  readonly facing: SkyFacing;
}

const COMPASS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const;
const MILKY_WAY_LIGHT = 0.36;

/** The dome of the sky from inside: stars, figures, planets, Sun and Moon over the horizon of a place. */
export class SkyView extends GlView<SkyModel, SkyViewOptions> {
  protected readonly moves: DomeCamera;
  protected readonly camera = new Camera();
  private readonly starTurn = turnUniforms();
  private readonly skyTurn = turnUniforms();
  private readonly air = {
    uSize: this.shared.uSize,
    uScale: this.shared.uScale,
    uShift: this.shared.uShift,
    uBack: { value: new Matrix3() },
    uToStars: { value: new Matrix3() },
    uSun: { value: new Vector3() },
    uZenith: { value: new Vector4() },
    uHorizon: { value: new Vector4() },
    uGlow: { value: new Vector4() },
    uGround: { value: new Vector4() },
    uMilkyWay: { value: 0 },
    uMilky: { value: null as DataTexture | null },
  };
  private readonly backdrop = new Mesh(
    new PlaneGeometry(2, 2),
    new ShaderMaterial({ ...airShader, uniforms: this.air, depthTest: false, depthWrite: false }),
  );
  private readonly stars = new Dots({ projection: 'dome', shared: this.shared, turn: this.starTurn });
  private readonly figures = new Strokes({ projection: 'dome', shared: this.shared, turn: this.starTurn }, 1);
  private readonly grid = new Strokes({ projection: 'dome', shared: this.shared, turn: this.skyTurn }, 1);
  private readonly horizon = new Strokes({ projection: 'dome', shared: this.shared, turn: this.skyTurn }, 1.6);
  private state: SkyState | null = null;
  private drawnStars = false;
  private drawnInk = '';

  constructor(options: SkyViewOptions, setup: ViewSetup = {}) {
    super(options, setup);
    this.moves = new DomeCamera(options.facing, () => this.redraw());
    this.backdrop.frustumCulled = false;
    const objects = [this.backdrop, this.grid.object, this.figures.object, this.stars.object, this.horizon.object];
    objects.forEach((object, i) => (object.renderOrder = i));
    this.scene.add(...objects);
  }

  override configure(options: SkyViewOptions): void {
    this.moves.face(options.facing);
    super.configure(options);
  }

  protected compose(): void {
    if (!this.model) return;
    const { layers, data } = this.options;
    this.state = skyAt(this.model, this.ms);
    const colours = skyColours(this.palette, this.state.sunAltitude);
    const { uZenith, uHorizon, uGlow, uGround, uSun, uToStars, uMilkyWay, uMilky } = this.air;
    for (const [uniform, colour] of [
      [uZenith, colours.zenith],
      [uHorizon, colours.horizon],
      [uGlow, colours.glow],
      [uGround, colours.ground],
    ] as const) {
      uniform.value.set(...colour);
    }
    uSun.value.set(...this.state.sun);
    uToStars.value.set(...transpose(this.state.rotation));
    uMilkyWay.value = layers.milkyWay ? MILKY_WAY_LIGHT * Math.max(0, colours.stars - 0.28) * 1.39 : 0;
    uMilky.value ??= milkyWayTexture(data.milkyWay);
    this.stars.opacity = colours.stars;
    this.figures.opacity = Math.max(0.5, colours.stars);
    this.figures.object.visible = layers.constellations;
    this.grid.object.visible = layers.grid;
    this.composeStars(data);
    this.composeLines(data, colours.ink);
  }

  protected aim(size: Size): void {
    this.moves.apply(size);
    if (!this.state) return;
    const { right, up, forward } = this.moves.basis;
    const view: Mat3 = [...right, ...up, ...forward];
    const { rotation } = this.state;
    this.stars.scale = starScale(this.moves.scale * 4);
    this.shared.uScale.value = this.moves.scale;
    this.shared.uShift.value = this.moves.shift;
    this.air.uBack.value.set(...transpose(view));
    setTurn(this.skyTurn, view, [0, 0, 1]);
    setTurn(this.starTurn, multiply(view, rotation), [rotation[6], rotation[7], rotation[8]]);
  }

  protected overlay(pen: Pen, size: Size): readonly Hit[] {
    const { state, palette } = this;
    const { data, layers } = this.options;
    if (!state) return [];
    const colours = skyColours(palette, state.sunAltitude);
    const place = (direction: Vec3): readonly [number, number] | null => this.moves.project(direction, size);
    const ink: SkyInk = { pen, state, data, palette, colours, layers, place, highlight: this.highlighted };
    const marks = drawSkyObjects(ink);
    const labels = [
      ...marks.labels,
      ...skyNames(ink, this.moves.scale * 4),
      ...this.compass(size),
      ...this.heights(size, ink),
    ];
    const boxes = marks.hits.filter((hit) => hit.radius > 2).map(hitBox);
    const ground = (x: number, y: number): boolean => this.moves.direction(x, y, size)[2] > 0;
    writeLabels(pen, labels, palette, size, cssColour(colours.halo), boxes, ground);
    return [...marks.hits, ...starHits(ink)];
  }

  protected free(): void {
    this.air.uMilky.value?.dispose();
    this.air.uMilky.value = null;
    this.backdrop.geometry.dispose();
    this.backdrop.material.dispose();
    for (const mark of [this.stars, this.figures, this.grid, this.horizon]) mark.dispose();
  }

  /** Letters just below the horizon, so that they never cover the sky. */
  private compass(size: Size): readonly Label[] {
    const { palette } = this;
    return COMPASS.flatMap((text, i) => {
      const at = this.moves.project(horizontal(-DEGREES_BELOW(this.moves.scale), i * 45), size);
      const main = i % 2 === 0;
      const colour = main ? palette.text : palette.textMuted;
      return at
        ? [
            {
              text,
              x: at[0],
              y: at[1],
              gap: 0,
              colour,
              priority: 200,
              size: main ? 13 : 10,
              weight: main ? 600 : 400,
              area: true,
            },
          ]
        : [];
    });
  }

  private heights(size: Size, ink: SkyInk): readonly Label[] {
    if (!ink.layers.grid) return [];
    return [30, 60].flatMap((altitude) => {
      const at = this.moves.project(horizontal(altitude, 22.5), size);
      return at
        ? [
            {
              text: `${altitude}°`,
              x: at[0],
              y: at[1],
              gap: 0,
              colour: inkOf(ink.colours, 0.4),
              priority: 5,
              size: 9,
              area: true,
            },
          ]
        : [];
    });
  }

  private composeStars({ stars }: SkyData): void {
    if (this.drawnStars) return;
    this.drawnStars = true;
    const [colours, sizes] = [new Float32Array(stars.count * 4), new Float32Array(stars.count)];
    for (let i = 0; i < stars.count; i++) {
      const magnitude = stars.magnitudes[i] ?? 6;
      const [r, g, b] = starColour(stars.colours[i] ?? 0);
      colours.set([r, g, b, starOpacity(magnitude)], i * 4);
      sizes[i] = starRadius(magnitude) * 2;
    }
    this.stars.set(stars.directions, colours, sizes);
  }

  private composeLines(data: SkyData, ink: Rgba): void {
    const key = `${ink.join()}${this.palette.isDark}`;
    if (key === this.drawnInk) return;
    this.drawnInk = key;
    const tone = (alpha: number): Rgba => [ink[0], ink[1], ink[2], alpha];
    const figures = data.constellations.flatMap(({ lines }) => lines.flatMap((line) => fine(line, tone(0.26))));
    this.figures.set(figures);
    const circle = (altitude: number, colour: Rgba): readonly Segment[] =>
      polyline(
        Array.from({ length: 121 }, (_, i) => horizontal(altitude, i * 3)),
        colour,
      );
    const meridian = (azimuth: number): readonly Segment[] =>
      polyline(
        Array.from({ length: 17 }, (_, i) => horizontal(i * 5, azimuth)),
        tone(0.1),
      );
    this.grid.set([...[30, 60].flatMap((h) => circle(h, tone(0.13))), ...COMPASS.flatMap((_, i) => meridian(i * 45))]);
    const line = parseColour(this.palette.textMuted);
    this.horizon.set([...circle(0.2, [line[0], line[1], line[2], 0.8]), ...ticks([line[0], line[1], line[2], 0.7])]);
  }
}

/** The letters are 12 pixels below the horizon at any zoom. */
const DEGREES_BELOW = (scale: number): number => Math.max(0.4, (12 / scale / 2) * 57.3);

function ticks(colour: Rgba): readonly Segment[] {
  return Array.from({ length: 36 }, (_, i): Segment => {
    const height = i % 3 === 0 ? 1.6 : 0.9;
    return { from: horizontal(0.2, i * 10), to: horizontal(0.2 + height, i * 10), colour };
  });
}

/** Segments of a line on the sphere no longer than about 4°, so that they follow the projection. */
function fine(line: readonly Vec3[], colour: Rgba): readonly Segment[] {
  const points = line.flatMap((to, i): Vec3[] => {
    const from = line[i - 1];
    if (!from) return [to];
    const chord = Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
    const count = Math.max(1, Math.ceil(chord / 0.07));
    return Array.from({ length: count }, (_, k) => {
      const t = (k + 1) / count;
      return unit([from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t, from[2] + (to[2] - from[2]) * t]);
    });
  });
  return polyline(points, colour);
}

/** The grid of brightness, smoothed once over its neighbours. */
function milkyWayTexture({ rows }: MilkyWay): DataTexture {
  const [height, width] = [rows.length, rows[0]?.length ?? 0];
  const at = (i: number, j: number): number =>
    Number(rows[Math.max(0, Math.min(height - 1, i))]?.[(j + width) % width] ?? 0) / 5;
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      let sum = 0;
      for (let di = -1; di <= 1; di++)
        for (let dj = -1; dj <= 1; dj++) sum += at(i + di, j + dj) * (2 - Math.abs(di)) * (2 - Math.abs(dj));
      pixels[i * width + j] = Math.round((sum / 16) * 255);
    }
  }
  const texture = new DataTexture(pixels, width, height, RedFormat);
  Object.assign(texture, {
    wrapS: RepeatWrapping,
    wrapT: ClampToEdgeWrapping,
    minFilter: LinearFilter,
    magFilter: LinearFilter,
    unpackAlignment: 1,
  });
  texture.needsUpdate = true;
  return texture;
}
