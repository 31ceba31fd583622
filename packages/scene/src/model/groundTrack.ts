import { DAY_MS } from '@orrery/contract';
import type { Vec3 } from '../math/vector.ts';
import { periodMs, satellitePosition, type Satellite } from './satellites.ts';

/** Steps of a track in one revolution: 3.6° of a circular orbit. */
const STEPS_PER_TURN = 100;
/** A track reaches from half a revolution ago to one ahead. */
const [TURNS_BEFORE, TURNS_AHEAD] = [0.5, 1];

/** A point of a track, Earth-fixed in equatorial radii. */
export interface TrackPoint {
  readonly ms: number;
  readonly at: Vec3;
}

/** The track of a satellite around a time. `now` is its position at that time, null if it has none. */
export type GroundTrack = (ms: number, now: Vec3 | null) => readonly TrackPoint[];

/**
 * The track of one satellite, on a grid of multiples of its step: as time advances, points are kept and only new ones
 * are computed.
 */
export function createGroundTrack(satellite: Satellite): GroundTrack {
  // A geostationary satellite has no track worth drawing beyond a day; a low one is unreadable beyond two revolutions.
  const stepMs = Math.min(periodMs(satellite), DAY_MS) / STEPS_PER_TURN;
  let known = new Map<number, Vec3 | null>();
  return (ms, now) => {
    const first = Math.ceil(ms / stepMs - TURNS_BEFORE * STEPS_PER_TURN);
    const last = Math.floor(ms / stepMs + TURNS_AHEAD * STEPS_PER_TURN);
    const next = new Map<number, Vec3 | null>();
    for (let i = first; i <= last; i++) {
      const kept = known.get(i);
      next.set(i, kept === undefined ? satellitePosition(satellite, i * stepMs) : kept);
    }
    known = next;
    const grid = [...next].flatMap(([i, at]): TrackPoint[] => (at ? [{ ms: i * stepMs, at }] : []));
    if (!now) return grid;
    const ahead = grid.findIndex((point) => point.ms > ms);
    const before = ahead < 0 ? grid.length : ahead;
    return [...grid.slice(0, before).filter((point) => point.ms < ms), { ms, at: now }, ...grid.slice(before)];
  };
}
