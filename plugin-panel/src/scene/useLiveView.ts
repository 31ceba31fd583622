import { messageOf } from '@orrery/contract';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { ScenePalette } from '@orrery/scene';
import type { PictureKind } from '../types';
import type { SceneKit } from './load';
import type { LiveView, Picture } from './picture';

export interface LiveViewInput {
  readonly kit: SceneKit;
  readonly picture: Picture;
  readonly mode: PictureKind;
  readonly ms: number;
  readonly palette: ScenePalette;
  readonly width: number;
  readonly height: number;
  readonly highlight: string | null;
  /** Off-screen panels have no graphics context. */
  readonly visible: boolean;
}

export interface LiveViewState {
  readonly view: LiveView | null;
  /** Why the picture is flat although 3D was requested; null otherwise. */
  readonly note: string | null;
  /** Why there is no picture at all; the table remains. */
  readonly failure: string | null;
  readonly retry: () => void;
}

const NO_WEBGL = '3D is not available in this browser.';
const LOST = 'The browser took the 3D graphics away.';

/** Synchronously, as a busy page would show an empty picture until the next effects. */
function bringUpToDate(view: LiveView, { picture, palette, ms, width, height }: LiveViewInput): void {
  view.show(picture);
  view.setTheme(palette);
  view.setTime(ms);
  view.resize(width, height);
}

/** Keeps one view on the page for the picture: in 3D, or flat if 3D is not available. */
export function useLiveView(container: RefObject<HTMLElement | null>, input: LiveViewInput): LiveViewState {
  const { kit, picture, mode, ms, palette, width, height, highlight, visible } = input;
  const [view, setView] = useState<LiveView | null>(null);
  const [note, setNote] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });
  const flat = mode === '2d' || note !== null;
  const { kind } = picture;

  useEffect(() => {
    const place = container.current;
    if (!visible || !place) {
      return undefined;
    }
    let current = true;
    let made: LiveView | null = null;
    const fallBack = (reason: string): void => {
      if (current) {
        (flat ? setFailure : setNote)(reason);
      }
    };
    const events = {
      onContext: (alive: boolean) => alive || fallBack(LOST),
      onError: (error: unknown) => fallBack(`Drawing failed: ${messageOf(error)}.`),
    };
    const take = (next: LiveView): void => {
      if (!current) {
        next.dispose();
        return;
      }
      made = next;
      next.mount(place);
      bringUpToDate(next, latest.current);
      setView(next);
    };
    if (flat) {
      take(kit.createFlatView(latest.current.picture, events));
    } else {
      kit
        .createGlView(latest.current.picture, events)
        .then(take)
        .catch(() => fallBack(NO_WEBGL));
    }
    return () => {
      current = false;
      made?.dispose();
      setView(null);
    };
  }, [container, kit, kind, flat, visible, attempt]);

  useEffect(() => view?.show(picture), [view, picture]);
  useEffect(() => view?.setTheme(palette), [view, palette]);
  useEffect(() => view?.setTime(ms), [view, ms]);
  useEffect(() => view?.resize(width, height), [view, width, height]);
  useEffect(() => view?.highlight(highlight), [view, highlight]);
  const retry = useCallback(() => {
    setNote(null);
    setFailure(null);
    setAttempt((count) => count + 1);
  }, []);
  return { view, note: mode === '2d' ? null : note, failure, retry };
}
