import { computeEphemeris, findSkyEvents, type SkyEvent } from '@orrery/astro';
import { DAY_MS } from '@orrery/contract';
import type { ExtractContext } from '../../source.ts';

export type AlmanacSite = ExtractContext['sites'][number];

const MS_PER_DEGREE = DAY_MS / 360;

/** How far local mean solar time is ahead of UTC at a longitude (degrees east, -180 to 360), ms within half a day. */
const solarOffsetMs = ({ longitude }: AlmanacSite): number => (((longitude + 180) % 360) - 180) * MS_PER_DEGREE;

/**
 * The day of local mean solar time at a site, `2026-08-01`: in it the Sun rises, culminates and sets in this order,
 * wherever the site is.
 */
export const dayOfSite = (site: AlmanacSite, ms: number): string =>
  new Date(ms + solarOffsetMs(site)).toISOString().slice(0, 10);

/**
 * One body's day: moments epoch ms UTC, altitude in degrees without refraction; null where it does not happen that day.
 */
export interface BodyDay {
  readonly riseMs: number | null;
  readonly transitMs: number | null;
  readonly setMs: number | null;
  readonly transitAltitude: number | null;
}

export interface AlmanacDay {
  readonly date: string;
  /** The day from its mean midnight to the next, epoch ms UTC. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly sun: BodyDay;
  readonly moon: BodyDay;
  /** `astronomicalDawn`, `nauticalDawn`, `civilDawn` and the dusks, epoch ms UTC or null. */
  readonly twilight: Readonly<Record<string, number | null>>;
  /** Whether the Sun stays up or down the whole day. */
  readonly polar: 'day' | 'night' | null;
  /** Time from sunrise to sunset, ms. */
  readonly daylightMs: number | null;
  /** At the middle of the day: illuminated part in percent, elongation from the Sun in degrees. */
  readonly moonIlluminated: number;
  readonly moonElongation: number;
  /** The principal phase of this day (`full`), if it has one. */
  readonly moonPhase: string | null;
  readonly moonPhaseMs: number | null;
}

const TWILIGHTS = [
  'astronomicalDawn',
  'nauticalDawn',
  'civilDawn',
  'civilDusk',
  'nauticalDusk',
  'astronomicalDusk',
] as const;

/**
 * The almanac of one day of a site. `date` as `dayOfSite` gives it. Throws OrreryError `outOfRange` outside the
 * ephemeris.
 */
export function computeAlmanac(site: AlmanacSite, date: string): AlmanacDay {
  const fromMs = Math.round(Date.parse(date) - solarOffsetMs(site));
  const toMs = fromMs + DAY_MS;
  const { latitude, longitude, elevation } = site;
  const observer = { latitude, longitude, elevation };
  const kinds = ['rise', 'set', 'transit', 'twilight', 'moonPhase'] as const;
  // The end belongs to the next day: an event at midnight is told once.
  const events = findSkyEvents({ kinds, observer, fromMs, toMs: toMs - 1 });
  const first = (match: (event: SkyEvent) => boolean): SkyEvent | null => events.find(match) ?? null;
  const bodyDay = (body: 'sun' | 'moon'): BodyDay => {
    const of = (kind: 'rise' | 'set' | 'transit') => first((event) => event.body === body && event.kind === kind);
    const transit = of('transit');
    return {
      riseMs: rounded(of('rise')),
      transitMs: rounded(transit),
      setMs: rounded(of('set')),
      transitAltitude: transit?.altitude ?? null,
    };
  };
  const sun = bodyDay('sun');
  const phase = first(({ kind }) => kind === 'moonPhase');
  const middleMs = fromMs + DAY_MS / 2;
  return {
    date,
    fromMs,
    toMs,
    sun,
    moon: bodyDay('moon'),
    twilight: Object.fromEntries(TWILIGHTS.map((name) => [name, rounded(first(({ subtype }) => subtype === name))])),
    polar: polarOf(sun, observer, middleMs),
    daylightMs: sun.riseMs !== null && sun.setMs !== null && sun.setMs > sun.riseMs ? sun.setMs - sun.riseMs : null,
    ...moonAt(middleMs),
    moonPhase: phase?.subtype ?? null,
    moonPhaseMs: rounded(phase),
  };
}

const rounded = (event: SkyEvent | null): number | null => (event === null ? null : Math.round(event.timeMs));

function polarOf(sun: BodyDay, observer: Omit<AlmanacSite, 'id'>, middleMs: number): 'day' | 'night' | null {
  if (sun.riseMs !== null || sun.setMs !== null) return null;
  const altitude = computeEphemeris({
    body: 'sun',
    quantities: ['altitude'],
    timesMs: Float64Array.of(middleMs),
    observer,
    equinox: 'date',
    refraction: true,
    light: 'apparent',
  }).get('altitude')?.[0];
  return altitude !== undefined && altitude > 0 ? 'day' : 'night';
}

function moonAt(ms: number): Pick<AlmanacDay, 'moonIlluminated' | 'moonElongation'> {
  const columns = computeEphemeris({
    body: 'moon',
    quantities: ['illuminated', 'elongation'],
    timesMs: Float64Array.of(ms),
    equinox: 'date',
    refraction: false,
    light: 'apparent',
  });
  return {
    moonIlluminated: columns.get('illuminated')?.[0] ?? NaN,
    moonElongation: columns.get('elongation')?.[0] ?? NaN,
  };
}
