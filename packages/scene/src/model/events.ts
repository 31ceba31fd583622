import { fieldNamed, frameKind, type SceneFrame } from '../frames.ts';

/** An event of the sky, a row of a `skyEvents` table. */
export interface SkyEvent {
  readonly ms: number;
  readonly kind: string;
  readonly title: string;
}

/** Events of the `skyEvents` tables in chronological order; rows without a time are left out. */
export function readEvents(frames: readonly SceneFrame[]): readonly SkyEvent[] {
  const events = frames.filter((frame) => frameKind(frame) === 'skyEvents').flatMap(eventsOf);
  return events.sort((a, b) => a.ms - b.ms);
}

function eventsOf(frame: SceneFrame): readonly SkyEvent[] {
  const column = (name: string): ArrayLike<unknown> => fieldNamed(frame, name)?.values ?? [];
  const [kinds, titles, texts] = [column('kind'), column('title'), column('text')];
  return Array.from(column('time')).flatMap((ms, i): SkyEvent[] => {
    const kind = String(kinds[i] ?? '');
    return typeof ms === 'number' ? [{ ms, kind, title: String(titles[i] ?? texts[i] ?? kind) }] : [];
  });
}

/** The event nearest to a moment, no farther than `reachMs`. */
export function eventNear(events: readonly SkyEvent[], ms: number, reachMs: number): SkyEvent | null {
  let best: SkyEvent | null = null;
  for (const event of events) {
    const away = Math.abs(event.ms - ms);
    if (away <= reachMs && (best === null || away < Math.abs(best.ms - ms))) best = event;
  }
  return best;
}
