import { MINUTE_MS } from '@orrery/contract';
import { BadRecord, type Row } from '../../parsing/rows.ts';

/** Spacecraft at L1 in the order in which they are believed where two claim to be active in one minute. */
const SPACECRAFT = ['SOLAR1', 'DSCOVR', 'IMAP', 'ACE'];

/**
 * SWPC's real-time solar wind interleaves several spacecraft; the one flagged `active` is the operational wind, the
 * others' minutes are left out. Rows without the flag are of the older products, which carry one spacecraft only.
 * Throws BadRecord.
 */
export function activeSpacecraft(row: Row): number | false {
  const { active, source } = row;
  if (active === undefined) return 0;
  if (typeof active !== 'boolean') throw new BadRecord(`active: ${JSON.stringify(active)} is neither true nor false`);
  if (!active) return false;
  const rank = SPACECRAFT.indexOf(String(source));
  return rank < 0 ? SPACECRAFT.length : rank;
}

/** Some spacecraft stamp their minutes a second or two late. */
export const minuteOf = (timeMs: number): number => Math.floor(timeMs / MINUTE_MS) * MINUTE_MS;
