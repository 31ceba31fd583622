const TIME = /^(\d{4})-(\d\d)-(\d\d)[ T]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)?$/;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Start of a day of the Gregorian calendar, epoch ms UTC; null where there is no such day. */
export function utcDay(year: number, month: number, day: number): number | null {
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? ms : null;
}

/**
 * Epoch ms of the times that publishers write: `2026-02-02 00:00:00.000`, `2026-06-13T15:39:00`, with or without `Z`;
 * no zone means UTC. Null where the text is no such time or names another zone.
 */
export function parseUtc(text: unknown): number | null {
  if (typeof text !== 'string') return null;
  const match = TIME.exec(text);
  if (!match || utcDay(Number(match[1]), Number(match[2]), Number(match[3])) === null) return null;
  const ms = Date.parse(`${text.replace(' ', 'T').replace(/(Z|\+00:00)$/, '')}Z`);
  return Number.isNaN(ms) ? null : Math.round(ms);
}

/** `2026-02-09` as the start of that day, epoch ms UTC; null where it is none. */
export function parseDay(text: unknown): number | null {
  const match = typeof text === 'string' ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(text.trim()) : null;
  return match ? utcDay(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}

/** `2024-05` as the start of that month, epoch ms UTC; null where it is none. */
export function parseMonth(text: unknown): number | null {
  return typeof text === 'string' ? parseDay(`${text.trim()}-01`) : null;
}

/** `2024 May 15 1230 UTC` or `2026 Jun 13 2101 UTC` of NOAA's texts, epoch ms; null where it is none. */
export function parseBulletinTime(text: string): number | null {
  const match = /(\d{4})\s+([A-Za-z]{3})\s+(\d{1,2})\s+(\d\d)(\d\d)\s*UTC/.exec(text);
  if (!match) return null;
  const day = utcDay(Number(match[1]), monthOf(match[2] ?? ''), Number(match[3]));
  const [hours, minutes] = [Number(match[4]), Number(match[5])];
  return day === null || hours > 24 || minutes > 59 ? null : day + (hours * 60 + minutes) * 60_000;
}

/** Number of a month by its English three-letter name, 1 to 12; 0 where it is none. */
export const monthOf = (name: string): number => MONTHS.indexOf(name.toLowerCase()) + 1;
