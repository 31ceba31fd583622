import { WebGLRenderer } from 'three';
import type { CreateRenderer } from '../gl/host.ts';

type Listener = (event: Event) => void;

/** A 2D context that draws nothing and accepts every call. */
export function blindPen(): CanvasRenderingContext2D {
  const gradient = { addColorStop: () => undefined };
  const answers: Readonly<Record<string, unknown>> = {
    measureText: (text: string) => ({ width: text.length * 6 }),
    createRadialGradient: () => gradient,
    createLinearGradient: () => gradient,
    createImageData: (width: number, height: number) => ({ data: new Uint8ClampedArray(width * height * 4) }),
    canvas: { ownerDocument: new FakePage() },
  };
  const target = {} as CanvasRenderingContext2D;
  return new Proxy(target, {
    get: (known, name) => Reflect.get(known, name) ?? answers[String(name)] ?? (() => undefined),
    set: (known, name, value) => Reflect.set(known, name, value),
  });
}

/** The part of an element that a view needs: style, size, children, countable listeners. */
export class FakeElement {
  readonly style: Record<string, string> = {};
  readonly children: FakeElement[] = [];
  readonly listeners = new Map<string, Set<Listener>>();
  readonly ownerDocument: FakePage;
  parent: FakeElement | null = null;
  width = 0;
  height = 0;

  constructor(page: FakePage) {
    this.ownerDocument = page;
  }

  append(...added: FakeElement[]): void {
    for (const child of added) {
      child.parent = this;
      this.children.push(child);
    }
  }

  remove(): void {
    const siblings = this.parent?.children ?? [];
    siblings.splice(siblings.indexOf(this), 1);
  }

  contains(): boolean {
    return false;
  }

  setAttribute(): void {}

  getContext(kind: string): CanvasRenderingContext2D | null {
    return kind === '2d' ? blindPen() : null;
  }

  addEventListener(name: string, listener: Listener, options?: { signal?: AbortSignal }): void {
    const known = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, known.add(listener));
    options?.signal?.addEventListener('abort', () => known.delete(listener));
  }

  removeEventListener(name: string, listener: Listener): void {
    this.listeners.get(name)?.delete(listener);
  }

  /** Number of remaining listeners. */
  get listening(): number {
    return [...this.listeners.values()].reduce((sum, set) => sum + set.size, 0);
  }

  dispatch(name: string): void {
    const event = { type: name, preventDefault: () => undefined } as Event;
    for (const listener of this.listeners.get(name) ?? []) listener(event);
  }
}

export class FakePage {
  readonly activeElement = null;
  readonly made: FakeElement[] = [];

  createElement(): FakeElement {
    const element = new FakeElement(this);
    this.made.push(element);
    return element;
  }
}

/** A container for a view. */
export const asContainer = (element: FakeElement): HTMLElement => element as unknown as HTMLElement;

/** Objects on the graphics card: created minus deleted, by kind. */
export type Ledger = Map<string, number>;

const SHADER_PRECISION = { rangeMin: 127, rangeMax: 127, precision: 23 };

/** A WebGL 2 context that computes nothing and counts the objects on the card. */
export function countingGl(ledger: Ledger): WebGL2RenderingContext {
  const made = (kind: string, by: number): void => void ledger.set(kind, (ledger.get(kind) ?? 0) + by);
  const answers: Readonly<Record<string, (...args: never[]) => unknown>> = {
    getExtension: () => ({ loseContext: () => undefined, restoreContext: () => undefined }),
    getContextAttributes: () => ({ alpha: true, antialias: false }),
    getShaderPrecisionFormat: () => SHADER_PRECISION,
    getParameter: (name: number) => (name === VERSION ? 'WebGL 2.0 (fake)' : name === BOX ? [0, 0, 300, 150] : 4096),
    getProgramParameter: (_: unknown, name: number) => name === LINKED,
    getShaderParameter: () => true,
    getProgramInfoLog: () => '',
    getShaderInfoLog: () => '',
    getActiveUniform: () => null,
    getActiveAttrib: () => null,
    isContextLost: () => false,
    checkFramebufferStatus: () => 36053,
    getSupportedExtensions: () => [],
  };
  const target: Record<string, unknown> = { canvas: null };
  return new Proxy(target, {
    get: (known, key) => {
      const name = String(key);
      if (name in known) return known[name];
      if (/^[A-Z0-9_]+$/.test(name)) return GL_NAMES[name] ?? hash(name);
      const kind = /^(create|delete)(Buffer|Texture|Program|Shader|VertexArray|Framebuffer|Renderbuffer)$/.exec(name);
      if (kind?.[1] === 'create') return () => (made(kind[2] ?? '', 1), { kind: kind[2] });
      if (kind?.[1] === 'delete') return (thing: unknown) => thing && made(kind[2] ?? '', -1);
      return answers[name] ?? (() => undefined);
    },
  }) as unknown as WebGL2RenderingContext;
}

const VERSION = 7938;
const LINKED = 35714;
const BOX = 2978;
const GL_NAMES: Readonly<Record<string, number>> = { VERSION, LINK_STATUS: LINKED, VIEWPORT: BOX, SCISSOR_BOX: 3088 };
const hash = (name: string): number => [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 60_000, 7);

/** three's own renderer on a counting context. */
export const countingRenderer =
  (ledger: Ledger): CreateRenderer =>
  (canvas) =>
    new WebGLRenderer({ canvas, context: countingGl(ledger) });
