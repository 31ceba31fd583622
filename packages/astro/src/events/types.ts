import type { Body, EventKind, Observer, StopSignal } from '@orrery/contract';
import type { Place } from './place.ts';
import type { Sky } from './sky.ts';

/**
 * One event of the sky. Times in epoch ms UTC: a moment has `timeMs` alone, an event with a length also `timeEndMs`
 * and, where it has one, the moment of its maximum `peakMs`. Angles in degrees, distances in AU, obscuration in
 * percent; a number that does not belong to the kind is null.
 */
export interface SkyEvent {
  readonly timeMs: number;
  readonly timeEndMs: number | null;
  readonly peakMs: number | null;
  readonly kind: EventKind;
  readonly subtype: string;
  readonly body: Body;
  readonly otherBody: Body | null;
  /** A short label: "Moonrise", "Venus 1.2° north of Jupiter". */
  readonly title: string;
  /** One sentence with the numbers; times in it are UTC. */
  readonly text: string;
  /** Without refraction, of the centre of the body; from −90 to 90. */
  readonly altitude: number | null;
  /** From north through east, 0 to 360. */
  readonly azimuth: number | null;
  /** Between `body` and `otherBody`, seen from the centre of the Earth. */
  readonly separation: number | null;
  /** From the Sun, seen from the centre of the Earth, 0 to 180. */
  readonly elongation: number | null;
  /** From the Earth, for perihelion and aphelion from the Sun. */
  readonly distance: number | null;
  /** Of an eclipse the fraction of the diameter that is covered; else the visual magnitude of `body`. */
  readonly magnitude: number | null;
  /** Covered part of the Sun's or the Moon's disc, 0 to 100. */
  readonly obscuration: number | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

export interface SkyEventsRequest {
  readonly kinds: readonly EventKind[];
  /** Absent: for each kind the bodies a person expects (rise and set of Sun and Moon, oppositions of all planets …). */
  readonly bodies?: readonly Body[] | undefined;
  readonly observer?: Observer | undefined;
  /** Epoch ms UTC, both ends included. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly signal?: StopSignal | undefined;
}

/** What a finder is given. Its range is in UT1 days since J2000, already widened by the difference to UTC. */
export interface Search {
  readonly from: number;
  readonly to: number;
  /** Bodies of the request that can have the kind. */
  readonly bodies: readonly Body[];
  readonly place: Place | null;
  readonly sky: Sky;
  /** Throws OrreryError `cancelled` once the request is aborted; every loop calls it. */
  readonly checkpoint: () => void;
}

/** Finds the events of one kind. It may give events just outside the range and in any order. */
export interface EventFinder {
  readonly kind: EventKind;
  /** Bodies that can have this kind, and those taken when the request names none. */
  readonly bodies: readonly Body[];
  readonly defaultBodies: readonly Body[];
  readonly find: (search: Search) => Iterable<SkyEvent>;
}

type Given = Pick<SkyEvent, 'timeMs' | 'kind' | 'subtype' | 'body' | 'title' | 'text'> & Partial<SkyEvent>;

const NOTHING = {
  timeEndMs: null,
  peakMs: null,
  otherBody: null,
  altitude: null,
  azimuth: null,
  separation: null,
  elongation: null,
  distance: null,
  magnitude: null,
  obscuration: null,
  latitude: null,
  longitude: null,
} as const;

/** An event from what is known of it; the rest is null. */
export const skyEvent = (given: Given): SkyEvent => ({ ...NOTHING, ...given });
