import { UsageError } from '../../flags.ts';

/** Grafana's units; months and years are those of the calendar. */
const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};
const RELATIVE = /^now((?:[+-]\d+[smhdwMy])*)(?:\/([smhdwMy]))?$/;

/**
 * `now`, `now-1h`, `now-1d/d`, `now+2w` as Grafana's time picker writes them, as ISO 8601 (UTC); any other text as it
 * is. `end` says that a rounded time (`/d`) is the end of its unit, not the beginning. Throws UsageError where a text
 * begins with `now` and goes on otherwise.
 */
export function absoluteTime(text: string, nowMs: number, end = false): string {
  if (!text.startsWith('now')) return text;
  const [matched, steps = '', unit] = RELATIVE.exec(text) ?? [];
  if (matched === undefined)
    throw new UsageError(`"${text}": a time relative to now is now-1h, now-7d/d or the like (s, m, h, d, w, M, y).`);
  let ms = nowMs;
  for (const [, sign, count, name = ''] of steps.matchAll(/([+-])(\d+)([smhdwMy])/g))
    ms = shifted(ms, (sign === '-' ? -1 : 1) * Number(count), name);
  if (unit !== undefined) ms = end ? shifted(startOf(ms, unit), 1, unit) - 1 : startOf(ms, unit);
  return new Date(ms).toISOString();
}

function shifted(ms: number, count: number, unit: string): number {
  const date = new Date(ms);
  if (unit === 'M') return date.setUTCMonth(date.getUTCMonth() + count);
  if (unit === 'y') return date.setUTCFullYear(date.getUTCFullYear() + count);
  return ms + count * (UNIT_MS[unit] ?? 0);
}

/** Beginning of the unit, UTC; weeks begin on Monday. */
function startOf(ms: number, unit: string): number {
  const date = new Date(ms);
  if (unit === 'y') return Date.UTC(date.getUTCFullYear(), 0, 1);
  if (unit === 'M') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  const span = UNIT_MS[unit] ?? 1;
  // The epoch was a Thursday.
  const offset = unit === 'w' ? 4 * 86_400_000 : 0;
  return Math.floor((ms - offset) / span) * span + offset;
}
