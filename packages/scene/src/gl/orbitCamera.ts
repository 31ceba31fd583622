import { PerspectiveCamera, Vector3 } from 'three';
import type { Placed } from '../math/projection.ts';
import { spherical, type Vec3 } from '../math/vector.ts';
import type { Size } from '../paint/canvas.ts';
import type { CameraMoves } from './controls.ts';

export interface OrbitPose {
  /** Position of the camera above the origin, degrees. */
  readonly longitude: number;
  readonly latitude: number;
  readonly distance: number;
}

export interface OrbitLimits {
  readonly nearest: number;
  readonly farthest: number;
}

const FIELD_OF_VIEW = 34;
const DEGREES_PER_PIXEL = 0.35;

/** A camera that circles the origin, z up. */
export class OrbitCamera implements CameraMoves {
  readonly camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.05, 2000);
  private pose: OrbitPose;
  private home: OrbitPose;
  private moved = false;
  private readonly limits: OrbitLimits;
  private readonly changed: () => void;
  private readonly scratch = new Vector3();

  constructor(home: OrbitPose, limits: OrbitLimits, changed: () => void) {
    this.home = home;
    this.pose = home;
    this.limits = limits;
    this.changed = changed;
    this.camera.up.set(0, 0, 1);
  }

  /** Sets the position for `reset`; moves there at once unless the user has moved the camera. */
  setHome(home: OrbitPose): void {
    this.home = home;
    if (!this.moved) this.pose = home;
  }

  readonly turn = (dx: number, dy: number): void => {
    const { longitude, latitude, distance } = this.pose;
    const tamed = Math.max(-89, Math.min(89, latitude + dy * DEGREES_PER_PIXEL));
    this.move({ longitude: longitude - dx * DEGREES_PER_PIXEL, latitude: tamed, distance });
  };

  readonly zoom = (factor: number): void => {
    const distance = Math.max(this.limits.nearest, Math.min(this.limits.farthest, this.pose.distance / factor));
    this.move({ ...this.pose, distance });
  };

  readonly reset = (): void => {
    this.pose = this.home;
    this.moved = false;
    this.changed();
  };

  /** Places the camera for a picture of that size. */
  apply(size: Size): void {
    const { longitude, latitude, distance } = this.pose;
    const aspect = size.width / Math.max(1, size.height);
    this.camera.aspect = aspect;
    // In tall pictures the narrow side is the width: step back so that the same circle fits.
    const away = distance * Math.max(1, 1 / aspect);
    const [x, y, z] = spherical(longitude, latitude);
    this.camera.position.set(x * away, y * away, z * away);
    this.camera.lookAt(0, 0, 0);
    this.camera.updateProjectionMatrix();
    this.camera.updateMatrixWorld();
  }

  get position(): Vec3 {
    const { x, y, z } = this.camera.position;
    return [x, y, z];
  }

  /** Pixel of a point, as placed by the last `apply`. */
  project(v: Vec3, size: Size): Placed {
    const at = this.scratch.set(v[0], v[1], v[2]).project(this.camera);
    return {
      x: ((at.x + 1) / 2) * size.width,
      y: ((1 - at.y) / 2) * size.height,
      visible: at.z < 1 && Math.abs(at.x) < 1.2 && Math.abs(at.y) < 1.2,
    };
  }

  private move(pose: OrbitPose): void {
    this.pose = pose;
    this.moved = true;
    this.changed();
  }
}

/** Whether the unit sphere at the origin hides `v` from a viewer at `eye`. */
export function hiddenByGlobe(eye: Vec3, v: Vec3): boolean {
  const way: Vec3 = [v[0] - eye[0], v[1] - eye[1], v[2] - eye[2]];
  const a = way[0] ** 2 + way[1] ** 2 + way[2] ** 2;
  const b = eye[0] * way[0] + eye[1] * way[1] + eye[2] * way[2];
  const c = eye[0] ** 2 + eye[1] ** 2 + eye[2] ** 2 - 1;
  const inside = b * b - a * c;
  if (inside <= 0) return false;
  const first = (-b - Math.sqrt(inside)) / a;
  return first > 0 && first < 1 - 1e-3;
}
