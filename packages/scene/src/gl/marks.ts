import {
  BufferAttribute,
  BufferGeometry,
  DoubleSide,
  Matrix3,
  Mesh,
  Points,
  ShaderMaterial,
  Vector2,
  Vector3,
} from 'three';
import type { Mat3, Vec3 } from '../math/vector.ts';
import type { Size } from '../paint/canvas.ts';
import type { Rgba } from '../paint/palette.ts';
import { lineShader, pointShader, type ProjectionName } from './shaders.ts';

/** Uniforms shared by all marks of a scene; set once per drawing. */
export function sharedUniforms() {
  return {
    uSize: { value: new Vector2(1, 1) },
    uPixels: { value: 1 },
    uScale: { value: 1 },
    uShift: { value: 0 },
  };
}
export type SharedUniforms = ReturnType<typeof sharedUniforms>;

export function setSize(shared: SharedUniforms, size: Size): void {
  shared.uSize.value.set(size.width, size.height);
  shared.uPixels.value = Math.min(2, globalThis.devicePixelRatio || 1);
}

/** Axes of a group of marks under the dome: the rotation to the viewer's axes, and the zenith. */
export function turnUniforms() {
  return { uTurn: { value: new Matrix3() }, uUp: { value: new Vector3(0, 0, 1) } };
}
export type TurnUniforms = ReturnType<typeof turnUniforms>;

export function setTurn(turn: TurnUniforms, matrix: Mat3, up: Vec3): void {
  turn.uTurn.value.set(...matrix);
  turn.uUp.value.set(...up);
}

interface MarkOptions {
  readonly projection: ProjectionName;
  readonly shared: SharedUniforms;
  readonly turn?: TurnUniforms;
  readonly depthTest?: boolean;
}

/** Many dots as one object. */
export class Dots {
  readonly object: Points<BufferGeometry, ShaderMaterial>;

  constructor({ projection, shared, turn, depthTest = false }: MarkOptions) {
    const material = new ShaderMaterial({
      ...pointShader(projection),
      uniforms: { ...shared, ...turn, uOpacity: { value: 1 }, uDot: { value: 1 } },
      transparent: true,
      depthTest,
      depthWrite: false,
    });
    this.object = new Points(new BufferGeometry(), material);
    this.object.frustumCulled = false;
  }

  set opacity(value: number) {
    const uniform = this.object.material.uniforms['uOpacity'];
    if (uniform) uniform.value = value;
  }

  /** A factor for all diameters. */
  set scale(value: number) {
    const uniform = this.object.material.uniforms['uDot'];
    if (uniform) uniform.value = value;
  }

  /** @param sizes diameters in CSS pixels · @param colours red green blue opacity, each 0–1, in sequence */
  set(positions: Float32Array, colours: Float32Array, sizes: Float32Array): void {
    this.object.geometry.dispose();
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(positions, 3));
    geometry.setAttribute('colour', new BufferAttribute(colours, 4));
    geometry.setAttribute('size', new BufferAttribute(sizes, 1));
    this.object.geometry = geometry;
  }

  dispose(): void {
    this.object.geometry.dispose();
    this.object.material.dispose();
  }
}

/** A line segment with the colours of its ends. */
export interface Segment {
  readonly from: Vec3;
  readonly to: Vec3;
  readonly colour: Rgba;
  readonly toColour?: Rgba;
}

/** Corners of a strip: along the line 0 or 1, across it −1 or 1. */
const CORNERS = [
  [0, -1],
  [1, -1],
  [1, 1],
  [0, 1],
] as const;

/**
 * Many line segments as one object. Four corners for each and no instancing: software GL draws an instance as slowly as
 * a whole object.
 */
export class Strokes {
  readonly object: Mesh<BufferGeometry, ShaderMaterial>;

  constructor({ projection, shared, turn, depthTest = false }: MarkOptions, width = 1) {
    const material = new ShaderMaterial({
      ...lineShader(projection),
      uniforms: { ...shared, ...turn, uWidth: { value: width }, uOpacity: { value: 1 } },
      transparent: true,
      depthTest,
      depthWrite: false,
      side: DoubleSide,
    });
    this.object = new Mesh(new BufferGeometry(), material);
    this.object.frustumCulled = false;
  }

  set opacity(value: number) {
    const uniform = this.object.material.uniforms['uOpacity'];
    if (uniform) uniform.value = value;
  }

  set(segments: readonly Segment[]): void {
    this.object.geometry.dispose();
    this.object.geometry = stripGeometry(segments);
    this.object.visible = segments.length > 0;
  }

  dispose(): void {
    this.object.geometry.dispose();
    this.object.material.dispose();
  }
}

function stripGeometry(segments: readonly Segment[]): BufferGeometry {
  const count = segments.length * CORNERS.length;
  const corners = new Float32Array(count * 3);
  const [start, end] = [new Float32Array(count * 3), new Float32Array(count * 3)];
  const [startColour, endColour] = [new Uint8Array(count * 4), new Uint8Array(count * 4)];
  const index = new Uint32Array(segments.length * 6);
  segments.forEach(({ from, to, colour, toColour = colour }, i) => {
    const first = i * CORNERS.length;
    const [ends, begins] = [toColour.map((v) => v * 255), colour.map((v) => v * 255)];
    CORNERS.forEach(([along, across], k) => {
      const at = first + k;
      corners[at * 3] = along;
      corners[at * 3 + 1] = across;
      start.set(from, at * 3);
      end.set(to, at * 3);
      startColour.set(begins, at * 4);
      endColour.set(ends, at * 4);
    });
    index.set([first, first + 1, first + 2, first, first + 2, first + 3], i * 6);
  });
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(corners, 3));
  geometry.setAttribute('start', new BufferAttribute(start, 3));
  geometry.setAttribute('end', new BufferAttribute(end, 3));
  geometry.setAttribute('startColour', new BufferAttribute(startColour, 4, true));
  geometry.setAttribute('endColour', new BufferAttribute(endColour, 4, true));
  geometry.setIndex(new BufferAttribute(index, 1));
  return geometry;
}

/** Segments of a polyline. */
export function polyline(points: readonly Vec3[], colour: Rgba): readonly Segment[] {
  return points.slice(1).map((to, i) => ({ from: points[i] ?? to, to, colour }));
}
