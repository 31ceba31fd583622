import type { SkyData } from '../data.ts';
import { Dots, polyline, Strokes } from '../gl/marks.ts';
import { OrbitCamera } from '../gl/orbitCamera.ts';
import { scaledVector } from '../math/projection.ts';
import { toEcliptic, type Vec3 } from '../math/vector.ts';
import {
  solarSystemAt,
  type SolarSystemModel,
  type SolarSystemObject,
  type SolarSystemState,
} from '../model/solarSystem.ts';
import { glow, hitBox, ring, writeCaption, writeLabels, type Hit, type Pen, type Size } from '../paint/canvas.ts';
import type { Label } from '../paint/labels.ts';
import { faded, parseColour, starColour, starOpacity, starRadius, type Rgba } from '../paint/palette.ts';
import { drawPlanet, extentOf, scaleNote } from '../paint/solarSystem2d.ts';
import { starDirection } from '../paint/skyGlyphs.ts';
import { GlView, type ViewSetup } from './base.ts';

export interface SolarSystemViewOptions {
  readonly compressed: boolean;
  readonly orbits: boolean;
  /** Stars in their true directions in the background; null for none. */
  readonly stars: SkyData | null;
}

/** Scenes are scaled so that the outermost body is this far from the Sun. */
const SIZE = 10;
const STARS_AWAY = 900;
const FAINTEST_STAR = 5;

/** Sun, planets and their orbits on the ecliptic of J2000, from any direction. */
export class SolarSystemView extends GlView<SolarSystemModel, SolarSystemViewOptions> {
  protected readonly moves = new OrbitCamera(
    { longitude: -72, latitude: 38, distance: SIZE * 2.95 },
    { nearest: 1.5, farthest: SIZE * 12 },
    () => this.redraw(),
  );
  protected readonly camera = this.moves.camera;
  private readonly stars = new Dots({ projection: 'perspective', shared: this.shared });
  private readonly plane = new Strokes({ projection: 'perspective', shared: this.shared }, 1);
  private readonly orbits = new Strokes({ projection: 'perspective', shared: this.shared }, 1.3);
  private state: SolarSystemState | null = null;
  private unitSize = 1;
  private drawnOrbits = '';

  constructor(options: SolarSystemViewOptions, setup: ViewSetup = {}) {
    super(options, setup);
    this.scene.add(this.stars.object, this.plane.object, this.orbits.object);
  }

  protected compose(): void {
    if (!this.model) return;
    this.state = solarSystemAt(this.model, this.ms);
    const { objects } = this.state;
    const orbiting = objects.filter((object) => object.orbit);
    const extent = extentOf(objects, this.options.compressed);
    this.unitSize = SIZE / extent;
    this.composePlane(objects);
    this.composeOrbits(orbiting);
    this.composeStars();
  }

  protected aim(size: Size): void {
    this.moves.apply(size);
  }

  protected overlay(pen: Pen, size: Size): readonly Hit[] {
    const { palette, state } = this;
    if (!state) return [];
    const eye = this.moves.position;
    const sun = this.moves.project([0, 0, 0], size);
    const far = (object: SolarSystemObject): number => Math.hypot(...minus(this.drawn(object.position), eye));
    const hits: Hit[] = [];
    const labels: Label[] = [];
    for (const object of [...state.objects].sort((a, b) => far(b) - far(a))) {
      const at = this.moves.project(this.drawn(object.position), size);
      if (!at.visible) continue;
      const radius = object.id === 'moon' ? 2 : object.look.radius;
      if (object.id === 'sun') glow(pen, at.x, at.y, 64, 'rgba(255, 206, 110, 0.9)');
      drawPlanet(pen, object, at.x, at.y, radius, Math.atan2(sun.y - at.y, sun.x - at.x), palette);
      if (this.highlighted === object.id) ring(pen, at.x, at.y, radius + 4, palette.accent, 2);
      hits.push({ id: object.id, x: at.x, y: at.y, radius });
      const priority = object.id === 'moon' ? 1 : 10;
      labels.push({
        text: object.look.name,
        x: at.x,
        y: at.y,
        gap: radius + 4,
        colour: palette.text,
        priority,
        weight: 500,
      });
    }
    const caption = writeCaption(pen, scaleNote(this.options.compressed), palette, size);
    writeLabels(pen, labels, palette, size, faded(palette.background, 0.75), [caption, ...hits.map(hitBox)]);
    return hits.reverse();
  }

  protected free(): void {
    for (const mark of [this.stars, this.plane, this.orbits]) mark.dispose();
  }

  private drawn(position: Vec3): Vec3 {
    const [x, y, z] = scaledVector(position, this.options.compressed);
    return [x * this.unitSize, y * this.unitSize, z * this.unitSize];
  }

  /**
   * Vertical lines to the ecliptic and a cross towards the equinoxes show which bodies are above and which below it.
   */
  private composePlane(objects: readonly SolarSystemObject[]): void {
    const line = parseColour(this.palette.line);
    const faint: Rgba = [line[0], line[1], line[2], line[3] * 0.55];
    const reach = SIZE * 1.08;
    const cross = [
      ...polyline(
        [
          [-reach, 0, 0],
          [reach, 0, 0],
        ],
        faint,
      ),
      ...polyline(
        [
          [0, -reach, 0],
          [0, reach, 0],
        ],
        faint,
      ),
    ];
    const plumb = objects.flatMap((object) => {
      const [x, y, z] = this.drawn(object.position);
      return Math.abs(z) > 0.03
        ? polyline(
            [
              [x, y, z],
              [x, y, 0],
            ],
            line,
          )
        : [];
    });
    this.plane.set([...cross, ...plumb]);
  }

  private composeOrbits(objects: readonly SolarSystemObject[]): void {
    const { compressed, orbits } = this.options;
    const key = [compressed, orbits, this.unitSize, this.palette.isDark, ...objects.map((o) => o.orbit?.[0])].join();
    if (key === this.drawnOrbits) return;
    this.drawnOrbits = key;
    this.orbits.set(
      orbits
        ? objects.flatMap(({ orbit, look }) => {
            const [r, g, b] = parseColour(look.colour);
            return polyline(
              pointsOf(orbit, (v) => this.drawn(v)),
              [r, g, b, this.palette.isDark ? 0.5 : 0.85],
            );
          })
        : [],
    );
  }

  private composeStars(): void {
    const { stars: data } = this.options;
    this.stars.object.visible = data !== null && this.palette.isDark;
    if (!data || this.stars.object.geometry.hasAttribute('position')) return;
    const count = data.stars.magnitudes.findIndex((magnitude) => magnitude > FAINTEST_STAR);
    const [positions, colours, sizes] = [
      new Float32Array(count * 3),
      new Float32Array(count * 4),
      new Float32Array(count),
    ];
    for (let i = 0; i < count; i++) {
      const magnitude = data.stars.magnitudes[i] ?? 6;
      const [x, y, z] = toEcliptic(starDirection(data, i));
      positions.set([x * STARS_AWAY, y * STARS_AWAY, z * STARS_AWAY], i * 3);
      const [r, g, b] = starColour(data.stars.colours[i] ?? 0);
      colours.set([r, g, b, starOpacity(magnitude) * 0.5], i * 4);
      sizes[i] = starRadius(magnitude) * 1.2;
    }
    this.stars.set(positions, colours, sizes);
  }
}

const minus = (a: Vec3, b: Vec3): [number, number, number] => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

function pointsOf(path: Float64Array | null, drawn: (v: Vec3) => Vec3): readonly Vec3[] {
  if (!path) return [];
  return Array.from({ length: path.length / 3 }, (_, i) =>
    drawn([path[i * 3] ?? 0, path[i * 3 + 1] ?? 0, path[i * 3 + 2] ?? 0]),
  );
}
