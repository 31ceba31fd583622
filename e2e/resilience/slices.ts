import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DAY_MS, HOUR_MS } from '@orrery/contract';

/**
 * Recorded data cut into hours: OMNI's line, the Kp of GFZ every third hour, the day's line of the space-weather file
 * as a document. Some hours carry a bad record more, by a fixed pattern. Driver, worker and verification make the same
 * slices of the same files.
 */
export interface Slice {
  /** `2024-05-01t00`: also the id of its source. */
  readonly id: string;
  readonly timeMs: number;
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

export const WINDOW_DAYS = 30;
/** The first window holds the storm of May 2024; the others go back from there. */
const FIRST_MS = Date.UTC(2024, 4, 1);
/** One hour in so many carries a bad record. */
const BAD_EVERY = 5;

/** Slices of the first `windows` spans of 30 days. */
export function slicesOf(dataFolder: string, windows: number): readonly Slice[] {
  const slices: Slice[] = [];
  const omni = new Map<number, readonly string[]>();
  const spaceWeather = daysOf(join(dataFolder, 'space-weather', 'SW-All_1957-10_2024-12.csv.gz'));
  for (let window = 0; window < windows; window += 1) {
    const fromMs = FIRST_MS - window * WINDOW_DAYS * DAY_MS;
    for (let timeMs = fromMs; timeMs < fromMs + WINDOW_DAYS * DAY_MS; timeMs += HOUR_MS) {
      const year = new Date(timeMs).getUTCFullYear();
      if (!omni.has(year)) omni.set(year, linesOf(join(dataFolder, 'solar-wind', `omni2_${year}.dat.gz`)));
      slices.push(sliceAt(timeMs, omni.get(year) ?? [], spaceWeather));
    }
  }
  return slices;
}

const linesOf = (file: string): readonly string[] =>
  gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');

const daysOf = (file: string): ReadonlyMap<string, string> =>
  new Map(linesOf(file).map((line) => [line.slice(0, 10), line]));

function sliceAt(timeMs: number, omni: readonly string[], spaceWeather: ReadonlyMap<string, string>): Slice {
  const at = new Date(timeMs);
  const hour = at.getUTCHours();
  const hourOfYear = (timeMs - Date.UTC(at.getUTCFullYear(), 0, 1)) / HOUR_MS;
  const day = at.toISOString().slice(0, 10);
  const line = omni[hourOfYear] ?? '';
  const days = spaceWeather.get(day) ?? '';
  const kp = days.split(',')[3 + hour / 3];
  const good = [`omni ${line.trim().split(/\s+/).join(' ')}`];
  if (hour % 3 === 0) good.push(`kp ${day} ${hour / 3} ${kp}`);
  if (hour === 0) good.push(`day ${days}`);
  return {
    id: `${day}t${String(hour).padStart(2, '0')}`,
    timeMs,
    good,
    bad: badOf(hourOfYear, good[0] ?? '', day, hour),
  };
}

/** Three ways to be bad: broken off, text for a number, of an unknown kind. */
function badOf(hourOfYear: number, omni: string, day: string, hour: number): readonly string[] {
  if (hourOfYear % BAD_EVERY !== 0) return [];
  const kinds = [omni.slice(0, omni.length / 2), `kp ${day} ${hour % 8} high`, `noise ${day} ${hour}`];
  return [kinds[(hourOfYear / BAD_EVERY) % kinds.length] ?? ''];
}

export const bodyOf = ({ good, bad }: Slice): string => `${[...good, ...bad].join('\n')}\n`;
