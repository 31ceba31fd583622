import type { CameraMoves } from './controls.ts';
import { fromStereographic, stereographic, viewBasis, type ViewBasis } from '../math/projection.ts';
import { DEGREES, type Vec3 } from '../math/vector.ts';
import type { Size } from '../paint/canvas.ts';

/** Initial direction of view. */
export type SkyFacing = 'zenith' | 'north' | 'east' | 'south' | 'west';

interface DomePose {
  readonly azimuth: number;
  readonly altitude: number;
  /** 1 = as when opened. */
  readonly zoom: number;
}

const AZIMUTHS: Readonly<Record<SkyFacing, number>> = { zenith: 180, north: 0, east: 90, south: 180, west: 270 };
/** Margin for the compass letters around the whole dome, pixels. */
const MARGIN = 26;
const HORIZON_RADIUS = 2;
const WIDE = 1.75;
/** With the horizon in view, the picture shows more sky than ground. */
const LOW_HORIZON = -0.45;

/** A viewer at the centre of the dome, who turns and zooms by scale, not by moving. */
export class DomeCamera implements CameraMoves {
  private facing: SkyFacing;
  private pose: DomePose;
  private moved = false;
  private readonly changed: () => void;
  /** Pixels per unit of the stereographic plane, as of the last `apply`. */
  scale = 1;
  /** Offset of the centre of the view above the centre of the picture, in halves of its height. */
  shift = 0;
  basis: ViewBasis;

  constructor(facing: SkyFacing, changed: () => void) {
    this.facing = facing;
    this.pose = homeOf(facing);
    this.changed = changed;
    this.basis = viewBasis(this.pose.azimuth, this.pose.altitude);
  }

  face(facing: SkyFacing): void {
    if (facing === this.facing) return;
    this.facing = facing;
    if (!this.moved) this.pose = homeOf(facing);
  }

  readonly turn = (dx: number, dy: number): void => {
    const perPixel = DEGREES / this.scale;
    const altitude = Math.max(-20, Math.min(90, this.pose.altitude + dy * perPixel));
    // Near the zenith a sideways drag turns the whole chart, so its speed is limited.
    const slow = Math.max(0.45, Math.cos(altitude / DEGREES));
    this.move({ ...this.pose, altitude, azimuth: this.pose.azimuth - (dx * perPixel) / slow });
  };

  readonly zoom = (factor: number): void => {
    this.move({ ...this.pose, zoom: Math.max(0.6, Math.min(30, this.pose.zoom * factor)) });
  };

  readonly reset = (): void => {
    this.pose = homeOf(this.facing);
    this.moved = false;
    this.changed();
  };

  apply(size: Size): void {
    const whole = (Math.min(size.width, size.height) / 2 - MARGIN) / HORIZON_RADIUS;
    const wide = Math.max(size.width / 2 / WIDE, whole);
    this.scale = Math.max(4, this.facing === 'zenith' ? whole : wide) * this.pose.zoom;
    this.shift = this.facing === 'zenith' ? 0 : LOW_HORIZON;
    this.basis = viewBasis(this.pose.azimuth, this.pose.altitude);
  }

  /** Pixel of a direction; null when it is behind the viewer or far outside. */
  project(direction: Vec3, size: Size): readonly [number, number] | null {
    const [x, y, depth] = stereographic(direction, this.basis);
    if (depth < -0.86) return null;
    const at = [size.width / 2 + x * this.scale, (size.height / 2) * (1 - this.shift) - y * this.scale] as const;
    const room = 60;
    const inside = at[0] > -room && at[1] > -room && at[0] < size.width + room && at[1] < size.height + room;
    return inside ? at : null;
  }

  /** Direction shown at a pixel. */
  direction(x: number, y: number, size: Size): Vec3 {
    const up = (size.height / 2) * (1 - this.shift) - y;
    return fromStereographic((x - size.width / 2) / this.scale, up / this.scale, this.basis);
  }

  private move(pose: DomePose): void {
    this.pose = pose;
    this.moved = true;
    this.changed();
  }
}

const homeOf = (facing: SkyFacing): DomePose => ({
  azimuth: AZIMUTHS[facing],
  altitude: facing === 'zenith' ? 90 : 12,
  zoom: 1,
});
