/** A TLE counts the epoch in steps of 1e-8 day. */
import { DAY_MS } from '@orrery/contract';
const TLE_STEP_MS = DAY_MS / 1e8;
/** A float64 epoch is good to 0.2 µs and an OMM ends at 1 µs; steps are 864 µs apart, so this cannot confuse two. */
const TLE_GRID_TOLERANCE_MS = 0.001;

/** Year and day of the year, as CCSDS 502.0 allows besides month and day. */
const ORDINAL = /^(\d{4})-(\d{3})(?=[T ])/;

/** The date of a day of the year as month and day; null where the year has no such day. */
function calendarDate(year: number, day: number): string | null {
  const date = new Date(Date.UTC(year, 0, day));
  return day >= 1 && date.getUTCFullYear() === year ? date.toISOString().slice(0, 10) : null;
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(\.\d+)?Z?$/;

/**
 * Epoch in ms UTC, fraction kept, of ISO 8601 with or without `Z` (no zone means UTC, as OMM says); null where it is
 * no such date or names another zone.
 */
export function parseIsoEpoch(text: string): number | null {
  const ordinal = ORDINAL.exec(text);
  const calendar = ordinal && calendarDate(Number(ordinal[1]), Number(ordinal[2]));
  const match = ISO.exec(ordinal ? `${calendar}${text.slice(8)}` : text);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(ms);
  if (month > 12 || date.getUTCDate() !== day || date.getUTCHours() !== hour || minute > 59 || second > 59) return null;
  return ms + 1000 * Number(match[7] ?? 0);
}

/** ISO 8601 without zone and with six decimals, as in an OMM. */
export function formatIsoEpoch(epochMs: number): string {
  const seconds = Math.floor(epochMs / 1000);
  const micros = Math.round((epochMs - 1000 * seconds) * 1000);
  const whole = micros === 1_000_000 ? seconds + 1 : seconds;
  return `${new Date(1000 * whole).toISOString().slice(0, 19)}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

/**
 * Epoch in ms UTC of the TLE field `yyddd.dddddddd`; years 57–99 are 1957–1999, 00–56 are 2000–2056. Null where
 * malformed.
 */
export function parseTleEpoch(field: string): number | null {
  const match = /^(\d\d)([ \d]{3})\.(\d{8})$/.exec(field);
  if (!match) return null;
  const [year, day, fraction] = match.slice(1).map(Number) as [number, number, number];
  if (!(day >= 1 && day <= 366)) return null;
  return Date.UTC(year < 57 ? 2000 + year : 1900 + year, 0, day) + fraction * TLE_STEP_MS;
}

/** The TLE field of an epoch, null where the epoch is off the 1e-8 day grid or outside 1957–2056. */
export function formatTleEpoch(epochMs: number): string | null {
  const dayStart = Math.floor(epochMs / DAY_MS) * DAY_MS;
  const steps = Math.round((epochMs - dayStart) / TLE_STEP_MS);
  if (Math.abs(dayStart + steps * TLE_STEP_MS - epochMs) > TLE_GRID_TOLERANCE_MS) return null;
  const midnight = steps === 1e8 ? dayStart + DAY_MS : dayStart;
  const year = new Date(midnight).getUTCFullYear();
  if (year < 1957 || year > 2056) return null;
  const dayOfYear = (midnight - Date.UTC(year, 0, 1)) / DAY_MS + 1;
  return `${String(year % 100).padStart(2, '0')}${String(dayOfYear).padStart(3, '0')}.${String(steps % 1e8).padStart(8, '0')}`;
}
