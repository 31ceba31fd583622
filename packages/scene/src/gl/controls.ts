/** A camera that can be moved. Turns are in pixels of the picture, zoom is a factor (above 1 = nearer). */
export interface CameraMoves {
  readonly turn: (dx: number, dy: number) => void;
  readonly zoom: (factor: number) => void;
  readonly reset: () => void;
}

const KEY_STEP = 40;
const KEY_ZOOM = 1.2;

/** Keys of a picture: arrows turn, + and − zoom, 0 resets. True if the key was handled. */
export function moveByKey(moves: CameraMoves, key: string): boolean {
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => moves.turn(KEY_STEP, 0),
    ArrowRight: () => moves.turn(-KEY_STEP, 0),
    ArrowUp: () => moves.turn(0, KEY_STEP),
    ArrowDown: () => moves.turn(0, -KEY_STEP),
    '+': () => moves.zoom(KEY_ZOOM),
    '=': () => moves.zoom(KEY_ZOOM),
    '-': () => moves.zoom(1 / KEY_ZOOM),
    '0': moves.reset,
  };
  const action = actions[key];
  action?.();
  return action !== undefined;
}

/**
 * Dragging turns, two fingers zoom, and so does the wheel while the picture has the focus (a wheel over a dashboard
 * otherwise scrolls it). Returns a function that stops listening.
 */
export function listenToPointers(element: HTMLElement, moves: CameraMoves, hasFocus: () => boolean): () => void {
  const fingers = new Map<number, { readonly x: number; readonly y: number }>();
  const spread = (): number => {
    const [a, b] = [...fingers.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };
  const listening = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(name: K, act: (event: HTMLElementEventMap[K]) => void): void =>
    element.addEventListener(name, act, { signal: listening.signal, passive: name !== 'wheel' });
  const lift = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
  };
  on('pointerdown', (event) => {
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    element.setPointerCapture(event.pointerId);
  });
  on('pointermove', (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const before = spread();
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size === 2 && before > 0) moves.zoom(spread() / before);
    else moves.turn(event.clientX - last.x, event.clientY - last.y);
  });
  on('pointerup', lift);
  on('pointercancel', lift);
  on('wheel', (event) => {
    if (!hasFocus()) return;
    event.preventDefault();
    moves.zoom(Math.exp(-event.deltaY * 0.0015));
  });
  return () => listening.abort();
}
