import { WebGLRenderer, type Camera, type Scene } from 'three';
import type { Pen, Size } from '../paint/canvas.ts';

/** The part of three's renderer that the views use; tests replace it by one that counts. */
export interface Renderer {
  setPixelRatio(ratio: number): void;
  setSize(width: number, height: number, style?: boolean): void;
  render(scene: Scene, camera: Camera): void;
  dispose(): void;
  forceContextLoss(): void;
}

export type CreateRenderer = (canvas: HTMLCanvasElement) => Renderer;

/** Callbacks that a view passes to its stage. */
export interface StageHooks {
  /** Draws the scene and the overlay; called once per change, not in a loop. */
  readonly draw: () => void;
  /** The graphics context has been lost (`false`) or restored (`true`). */
  readonly onContext?: ((alive: boolean) => void) | undefined;
  /** Called when drawing fails, so that the host can show something else. Without it the error is thrown. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Without antialiasing: it is slow in software GL, and points and lines have soft edges anyway. */
const createWebGl: CreateRenderer = (canvas) =>
  new WebGLRenderer({ canvas, alpha: true, antialias: false, powerPreference: 'low-power' });

const MOST_PIXELS = 2;

/** A WebGL canvas with a 2D canvas above it for text and glyphs; draws on request. */
export class Stage {
  readonly canvas: HTMLCanvasElement;
  readonly overlay: HTMLCanvasElement;
  readonly pen: Pen;
  readonly renderer: Renderer;
  size: Size = { width: 0, height: 0 };
  private readonly hooks: StageHooks;
  private requested: number | null = null;
  private lost = false;

  /**
   * @throws Error if the browser has no WebGL context or no 2D context
   */
  constructor(container: HTMLElement, hooks: StageHooks, createRenderer: CreateRenderer = createWebGl) {
    this.hooks = hooks;
    const page = container.ownerDocument;
    this.canvas = page.createElement('canvas');
    this.overlay = page.createElement('canvas');
    for (const canvas of [this.canvas, this.overlay]) {
      Object.assign(canvas.style, { position: 'absolute', inset: '0', display: 'block' });
      canvas.setAttribute('aria-hidden', 'true');
    }
    this.overlay.style.pointerEvents = 'none';
    const pen = this.overlay.getContext('2d');
    if (!pen) throw new Error('This browser has no 2D canvas context.');
    this.pen = pen;
    this.renderer = createRenderer(this.canvas);
    container.append(this.canvas, this.overlay);
    this.canvas.addEventListener('webglcontextlost', this.onLost);
    this.canvas.addEventListener('webglcontextrestored', this.onRestored);
  }

  /** Requests one drawing in the next animation frame. */
  readonly invalidate = (): void => {
    if (this.requested !== null || this.lost || this.size.width === 0) return;
    this.requested = requestAnimationFrame(() => {
      this.requested = null;
      try {
        this.hooks.draw();
      } catch (error) {
        if (!this.hooks.onError) throw error;
        this.hooks.onError(error);
      }
    });
  };

  resize(width: number, height: number): void {
    if (width <= 0 || height <= 0) return;
    this.size = { width, height };
    const ratio = Math.min(MOST_PIXELS, globalThis.devicePixelRatio || 1);
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(width, height, true);
    this.overlay.width = Math.round(width * ratio);
    this.overlay.height = Math.round(height * ratio);
    Object.assign(this.overlay.style, { width: `${width}px`, height: `${height}px` });
    this.pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.invalidate();
  }

  /** Frees the context and removes the canvases from the page. */
  dispose(): void {
    if (this.requested !== null) cancelAnimationFrame(this.requested);
    this.requested = null;
    this.canvas.removeEventListener('webglcontextlost', this.onLost);
    this.canvas.removeEventListener('webglcontextrestored', this.onRestored);
    this.renderer.dispose();
    // Browsers allow about 16 contexts per page and free unused ones late.
    if (!this.lost) this.renderer.forceContextLoss();
    this.canvas.remove();
    this.overlay.remove();
  }

  private readonly onLost = (event: Event): void => {
    event.preventDefault();
    this.lost = true;
    this.hooks.onContext?.(false);
  };

  private readonly onRestored = (): void => {
    this.lost = false;
    this.hooks.onContext?.(true);
    this.invalidate();
  };
}
