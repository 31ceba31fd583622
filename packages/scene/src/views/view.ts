import type { Hit } from '../paint/canvas.ts';
import type { ScenePalette } from '../paint/palette.ts';

/**
 * A picture with a lifetime: state in, picture out. Call `mount` first, then the others in any order; it draws only
 * when something has changed. After `dispose` nothing of it is left in the page or on the graphics card.
 */
export interface SceneView<TModel, TOptions> {
  mount(container: HTMLElement): void;
  update(model: TModel): void;
  configure(options: TOptions): void;
  setTime(ms: number): void;
  setTheme(palette: ScenePalette): void;
  resize(width: number, height: number): void;
  /** Marks one object, null none. */
  highlight(id: string | null): void;
  /** The object near that pixel. */
  pick(x: number, y: number): Hit | null;
  /** Current position of an object, null if it is not in the picture. */
  locate(id: string): Hit | null;
  /** Moves the camera; true if the key was handled. */
  key(key: string): boolean;
  dispose(): void;
}

/** Called with `false` when the graphics context is lost, with `true` when it is restored. */
export type ContextListener = (alive: boolean) => void;
