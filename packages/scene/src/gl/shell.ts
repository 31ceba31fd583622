import {
  DataTexture,
  ClampToEdgeWrapping,
  LinearFilter,
  Mesh,
  RepeatWrapping,
  ShaderMaterial,
  SphereGeometry,
} from 'three';
import { shellShader } from './shaders.ts';

interface ShellSize {
  readonly width: number;
  readonly height: number;
}

/** A translucent picture over longitude and latitude around the globe. */
export class Shell {
  readonly object: Mesh<SphereGeometry, ShaderMaterial>;
  private readonly uniforms = { uPicture: { value: null as DataTexture | null } };
  private shown: readonly unknown[] = [];

  /** @param radius in radii of the globe */
  constructor(radius: number) {
    const material = new ShaderMaterial({
      ...shellShader,
      uniforms: this.uniforms,
      transparent: true,
      depthWrite: false,
    });
    this.object = new Mesh(new SphereGeometry(radius, 96, 64), material);
    this.object.visible = false;
  }

  /** Shows a picture of 360° by 180°, red green blue opacity; it is rebuilt only when its source has changed. */
  show(madeOf: readonly unknown[], size: ShellSize, make: () => Uint8ClampedArray<ArrayBuffer>): void {
    if (madeOf.length === this.shown.length && madeOf.every((part, i) => part === this.shown[i])) return;
    this.shown = madeOf;
    this.uniforms.uPicture.value?.dispose();
    const texture = new DataTexture(make(), size.width, size.height);
    Object.assign(texture, {
      minFilter: LinearFilter,
      magFilter: LinearFilter,
      wrapS: RepeatWrapping,
      wrapT: ClampToEdgeWrapping,
      needsUpdate: true,
    });
    this.uniforms.uPicture.value = texture;
  }

  dispose(): void {
    this.uniforms.uPicture.value?.dispose();
    this.uniforms.uPicture.value = null;
    this.object.geometry.dispose();
    this.object.material.dispose();
  }
}
