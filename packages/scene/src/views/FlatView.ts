import { nearestHit, type Hit, type Pen, type Size } from '../paint/canvas.ts';
import { DARK, type ScenePalette } from '../paint/palette.ts';
import type { SceneView } from './view.ts';

/** Inputs of a flat picture. */
export interface FlatInput<TModel, TOptions> {
  readonly model: TModel;
  readonly options: TOptions;
  readonly ms: number;
  readonly palette: ScenePalette;
  readonly highlight: string | null;
}

export type DrawFlat<TModel, TOptions> = (pen: Pen, input: FlatInput<TModel, TOptions>, size: Size) => readonly Hit[];

/** Called when drawing fails; without it the error is thrown. */
export type ErrorListener = (error: unknown) => void;

/** A picture on a 2D canvas: without WebGL, in reports, or by choice. */
export class FlatView<TModel, TOptions> implements SceneView<TModel, TOptions> {
  private readonly drawFlat: DrawFlat<TModel, TOptions>;
  private readonly onError: ErrorListener | null;
  private options: TOptions;
  private canvas: HTMLCanvasElement | null = null;
  private model: TModel | null = null;
  private palette: ScenePalette = DARK;
  private size: Size = { width: 0, height: 0 };
  private ms = 0;
  private highlighted: string | null = null;
  private hits: readonly Hit[] = [];
  private requested: number | null = null;

  constructor(options: TOptions, drawFlat: DrawFlat<TModel, TOptions>, onError: ErrorListener | null = null) {
    this.options = options;
    this.drawFlat = drawFlat;
    this.onError = onError;
  }

  mount(container: HTMLElement): void {
    if (this.canvas) return;
    this.canvas = container.ownerDocument.createElement('canvas');
    Object.assign(this.canvas.style, { position: 'absolute', inset: '0', display: 'block' });
    this.canvas.setAttribute('aria-hidden', 'true');
    container.append(this.canvas);
  }

  update(model: TModel): void {
    this.model = model;
    this.invalidate();
  }

  configure(options: TOptions): void {
    this.options = options;
    this.invalidate();
  }

  setTime(ms: number): void {
    this.ms = ms;
    this.invalidate();
  }

  setTheme(palette: ScenePalette): void {
    this.palette = palette;
    this.invalidate();
  }

  resize(width: number, height: number): void {
    this.size = { width, height };
    this.invalidate();
  }

  highlight(id: string | null): void {
    if (id === this.highlighted) return;
    this.highlighted = id;
    this.invalidate();
  }

  pick(x: number, y: number): Hit | null {
    return nearestHit(this.hits, x, y);
  }

  locate(id: string): Hit | null {
    return this.hits.find((hit) => hit.id === id) ?? null;
  }

  /** A flat picture does not move. */
  key(): boolean {
    return false;
  }

  dispose(): void {
    if (this.requested !== null) cancelAnimationFrame(this.requested);
    this.requested = null;
    this.canvas?.remove();
    this.canvas = null;
    this.model = null;
    this.hits = [];
  }

  private invalidate(): void {
    if (this.requested !== null || !this.canvas) return;
    this.requested = requestAnimationFrame(() => {
      this.requested = null;
      try {
        this.draw();
      } catch (error) {
        if (!this.onError) throw error;
        this.onError(error);
      }
    });
  }

  private draw(): void {
    const { canvas, model, options, ms, palette, size } = this;
    const pen = canvas?.getContext('2d');
    if (!canvas || !pen || model === null || size.width <= 0 || size.height <= 0) return;
    const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
    canvas.width = Math.round(size.width * ratio);
    canvas.height = Math.round(size.height * ratio);
    Object.assign(canvas.style, { width: `${size.width}px`, height: `${size.height}px` });
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.hits = this.drawFlat(pen, { model, options, ms, palette, highlight: this.highlighted }, size);
  }
}
