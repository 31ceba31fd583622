import {
  BufferAttribute,
  BufferGeometry,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
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

/** Values that all marks of a scene share; set once per drawing. */
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

/** Axes of a group of marks under the dome: how to bring them to the viewer's, and their zenith. */
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
      uniforms: { ...shared, ...turn, uOpacity: { value: 1 } },
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

/** A piece of a line with the colours of its ends. */
export interface Segment {
  readonly from: Vec3;
  readonly to: Vec3;
  readonly colour: Rgba;
  readonly toColour?: Rgba;
}

/** Many line pieces as one object. */
export class Strokes {
  readonly object: Mesh<InstancedBufferGeometry, ShaderMaterial>;

  constructor({ projection, shared, turn, depthTest = false }: MarkOptions, width = 1) {
    const material = new ShaderMaterial({
      ...lineShader(projection),
      uniforms: { ...shared, ...turn, uWidth: { value: width }, uOpacity: { value: 1 } },
      transparent: true,
      depthTest,
      depthWrite: false,
    });
    this.object = new Mesh(new InstancedBufferGeometry(), material);
    this.object.frustumCulled = false;
  }

  set opacity(value: number) {
    const uniform = this.object.material.uniforms['uOpacity'];
    if (uniform) uniform.value = value;
  }

  set(segments: readonly Segment[]): void {
    this.object.geometry.dispose();
    const [start, end] = [new Float32Array(segments.length * 3), new Float32Array(segments.length * 3)];
    const [startColour, endColour] = [new Float32Array(segments.length * 4), new Float32Array(segments.length * 4)];
    segments.forEach(({ from, to, colour, toColour = colour }, i) => {
      start.set(from, i * 3);
      end.set(to, i * 3);
      startColour.set(colour, i * 4);
      endColour.set(toColour, i * 4);
    });
    const geometry = new InstancedBufferGeometry();
    // Corners of a strip: along the line 0 or 1, across it −1 or 1.
    geometry.setAttribute('position', new BufferAttribute(new Float32Array([0, -1, 0, 1, -1, 0, 1, 1, 0, 0, 1, 0]), 3));
    geometry.setIndex([0, 1, 2, 0, 2, 3]);
    geometry.setAttribute('start', new InstancedBufferAttribute(start, 3));
    geometry.setAttribute('end', new InstancedBufferAttribute(end, 3));
    geometry.setAttribute('startColour', new InstancedBufferAttribute(startColour, 4));
    geometry.setAttribute('endColour', new InstancedBufferAttribute(endColour, 4));
    geometry.instanceCount = segments.length;
    this.object.geometry = geometry;
    this.object.visible = segments.length > 0;
  }

  dispose(): void {
    this.object.geometry.dispose();
    this.object.material.dispose();
  }
}

/** Pieces along a way of points. */
export function polyline(points: readonly Vec3[], colour: Rgba): readonly Segment[] {
  return points.slice(1).map((to, i) => ({ from: points[i] ?? to, to, colour }));
}
