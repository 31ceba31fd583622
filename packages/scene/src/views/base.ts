import { Scene, type Camera } from 'three';
import { listenToPointers, moveByKey, type CameraMoves } from '../gl/controls.ts';
import { Stage, type CreateRenderer } from '../gl/host.ts';
import { setSize, sharedUniforms } from '../gl/marks.ts';
import { nearestHit, type Hit, type Pen, type Size } from '../paint/canvas.ts';
import { DARK, type ScenePalette } from '../paint/palette.ts';
import type { ContextListener, SceneView } from './view.ts';

export interface ViewSetup {
  readonly onContext?: ContextListener;
  readonly onError?: (error: unknown) => void;
  readonly createRenderer?: CreateRenderer;
}

/** Common part of the three views: the stage, when to draw, which object was hit. */
export abstract class GlView<TModel, TOptions> implements SceneView<TModel, TOptions> {
  protected readonly scene = new Scene();
  protected readonly shared = sharedUniforms();
  protected palette: ScenePalette = DARK;
  protected model: TModel | null = null;
  protected options: TOptions;
  protected ms = 0;
  protected highlighted: string | null = null;
  protected hits: readonly Hit[] = [];
  /** The page that the view is mounted on. */
  protected page: Document | null = null;
  private stage: Stage | null = null;
  private stopListening: () => void = () => undefined;
  private readonly setup: ViewSetup;
  private stale = true;

  constructor(options: TOptions, setup: ViewSetup = {}) {
    this.options = options;
    this.setup = setup;
  }

  protected abstract readonly camera: Camera;
  protected abstract readonly moves: CameraMoves;
  /** Updates the scene for model, time, options and palette; called only when one of them has changed. */
  protected abstract compose(): void;
  /** Places the camera, then draws text and glyphs; returns the objects that can be hit. */
  protected abstract overlay(pen: Pen, size: Size): readonly Hit[];
  /** Frees geometries, materials and textures. */
  protected abstract free(): void;
  protected abstract aim(size: Size): void;

  mount(container: HTMLElement): void {
    if (this.stage) return;
    const { onContext, onError, createRenderer } = this.setup;
    this.stage = new Stage(container, { draw: this.draw, onContext, onError }, createRenderer);
    this.page = container.ownerDocument;
    const hasFocus = (): boolean => container.contains(container.ownerDocument.activeElement);
    this.stopListening = listenToPointers(this.stage.canvas, this.moves, hasFocus);
  }

  update(model: TModel): void {
    this.model = model;
    this.recompose();
  }

  configure(options: TOptions): void {
    this.options = options;
    this.recompose();
  }

  setTime(ms: number): void {
    if (ms === this.ms) return;
    this.ms = ms;
    this.recompose();
  }

  setTheme(palette: ScenePalette): void {
    this.palette = palette;
    this.recompose();
  }

  resize(width: number, height: number): void {
    this.stage?.resize(width, height);
  }

  highlight(id: string | null): void {
    if (id === this.highlighted) return;
    this.highlighted = id;
    this.redraw();
  }

  pick(x: number, y: number): Hit | null {
    return nearestHit(this.hits, x, y);
  }

  locate(id: string): Hit | null {
    return this.hits.find((hit) => hit.id === id) ?? null;
  }

  key(key: string): boolean {
    return moveByKey(this.moves, key);
  }

  dispose(): void {
    this.stopListening();
    this.free();
    this.scene.clear();
    this.stage?.dispose();
    this.stage = null;
    this.page = null;
    this.model = null;
    this.hits = [];
  }

  protected get size(): Size {
    return this.stage?.size ?? { width: 1, height: 1 };
  }

  protected readonly redraw = (): void => this.stage?.invalidate();

  protected recompose(): void {
    this.stale = true;
    this.redraw();
  }

  private readonly draw = (): void => {
    const { stage } = this;
    if (!stage || !this.model) return;
    if (this.stale) {
      this.stale = false;
      this.compose();
    }
    setSize(this.shared, stage.size);
    this.aim(stage.size);
    stage.renderer.render(this.scene, this.camera);
    stage.pen.clearRect(0, 0, stage.size.width, stage.size.height);
    this.hits = this.overlay(stage.pen, stage.size);
  };
}
