import { OrreryError, type FieldError, type Notice, DAY_MS } from '@orrery/contract';

/**
 * Farther than this from their epoch, answers carry a warning: SGP4 in low orbits is then tens of kilometres off
 * (Vallado 2013 §8.7).
 */
export const MAX_ELEMENT_AGE_DAYS = 14;

/** So many satellites are named one by one in notices; the rest is summed up in one more. */
const NOTICES_BY_NAME = 10;

/**
 * Mean elements of SGP4 under the names of CCSDS 502.0 (OMM), as CelesTrak's GP JSON gives them: revolutions a day,
 * degrees, B* in 1/Earth radii. A record of this shape is itself valid input of `parseOmm` and of satellite.js.
 */
export interface OmmRecord {
  readonly OBJECT_NAME: string;
  /** International designator such as `1998-067A`, empty where none is known. */
  readonly OBJECT_ID: string;
  /** ISO 8601 in UTC without zone, six decimals of the second. */
  readonly EPOCH: string;
  readonly MEAN_MOTION: number;
  readonly ECCENTRICITY: number;
  readonly INCLINATION: number;
  readonly RA_OF_ASC_NODE: number;
  readonly ARG_OF_PERICENTER: number;
  readonly MEAN_ANOMALY: number;
  readonly EPHEMERIS_TYPE: 0;
  readonly CLASSIFICATION_TYPE: 'U' | 'C' | 'S';
  readonly NORAD_CAT_ID: number;
  readonly ELEMENT_SET_NO: number;
  readonly REV_AT_EPOCH: number;
  readonly BSTAR: number;
  readonly MEAN_MOTION_DOT: number;
  readonly MEAN_MOTION_DDOT: number;
}

/** The orbit of one satellite at one epoch. */
export interface ElementSet {
  /** Catalogue number, 1 to 999,999,999. */
  readonly noradId: number;
  readonly name: string;
  readonly intlDesignator: string | null;
  /** Epoch in ms UTC with its fraction (a float64 holds it to 0.2 µs). */
  readonly epochMs: number;
  readonly source: 'omm' | 'tle';
  readonly omm: OmmRecord;
  /** The two lines, as read or as written from the OMM; null where that format cannot hold the elements. */
  readonly line1: string | null;
  readonly line2: string | null;
}

/** The error of unusable elements: who, and every reason with its field. */
export function invalidElements(who: string, problems: readonly FieldError[]): OrreryError {
  const reasons = problems.map((p) => (p.path ? `${p.path}: ${p.message}` : p.message)).join('; ');
  return new OrreryError('invalidElements', `Elements of ${who} cannot be used: ${reasons}`, problems);
}

/** Age of the elements at a moment (epoch ms UTC), in days; negative before their epoch. */
export const elementAgeDays = (elements: ElementSet, atMs: number): number => (atMs - elements.epochMs) / DAY_MS;

/** Distance in days from the epoch to the farthest moment of a range. */
const farthestDays = (elements: ElementSet, fromMs: number, toMs: number): number =>
  Math.max(Math.abs(elementAgeDays(elements, fromMs)), Math.abs(elementAgeDays(elements, toMs)));

const nameWithId = (elements: ElementSet): string => `${elements.name} (${elements.noradId})`;

/**
 * Warnings for a range (epoch ms UTC) that reaches farther than 14 days from the epoch of its elements: one for each
 * satellite, the oldest ten; where there are more, a last one with their number.
 */
export function elementAgeNotices(elements: readonly ElementSet[], fromMs: number, toMs: number): Notice[] {
  const old = elements
    .map((e) => ({ elements: e, days: farthestDays(e, fromMs, toMs) }))
    .filter(({ days }) => days > MAX_ELEMENT_AGE_DAYS)
    .sort((a, b) => b.days - a.days);
  const notices = old.slice(0, NOTICES_BY_NAME).map(({ elements: e, days }): Notice => {
    const epoch = `${e.omm.EPOCH.slice(0, 16).replace('T', ' ')} UTC`;
    const text = `${nameWithId(e)}: the range reaches ${days.toFixed(1)} days from the epoch of its elements (${epoch}); more than ${MAX_ELEMENT_AGE_DAYS} days off, positions may be wrong by tens of kilometres or more.`;
    return { severity: 'warning', text };
  });
  if (old.length > NOTICES_BY_NAME) {
    const text = `${old.length - NOTICES_BY_NAME} more satellites have elements more than ${MAX_ELEMENT_AGE_DAYS} days from this range.`;
    notices.push({ severity: 'warning', text });
  }
  return notices;
}
