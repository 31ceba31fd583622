import { DAY_MS, HOUR_MS, MINUTE_MS } from '@orrery/contract';
import { columnOf, INPUT_NAMES, type Column, type History, type Input } from '@orrery/forecast';
import type { SeriesBucket, Stores } from '@orrery/stores';
import { hoursAtBowShock, USUAL_SPEED_KM_S, type Stretch } from './shift.ts';

type HistoryStores = Pick<Stores, 'series' | 'archive'>;
/** First moment of an input. */
export type From = number | ((input: Input) => number);

/** Inputs that are measured at L1 and modelled at the bow shock. */
const AT_L1 = new Set<Input>(['solarWindSpeed', 'solarWindDensity', 'bt', 'by', 'bz']);
/**
 * Recent live wind is shifted in steps of five minutes, since the last hours weigh most in the features; older wind by
 * the hour.
 */
const FINE_MS = 3 * DAY_MS;
const FINE_STEP_MS = 5 * MINUTE_MS;
/** Greatest shift: an hour and a half (260 km/s). */
const LONGEST_DELAY_MS = 2 * HOUR_MS;
/** How long a speed is used where there is no newer one. */
const SPEED_HOLDS_HOURS = 6;
/** Windows of the reads of points: a year of hours, or three weeks of minutes. */
const WINDOW_MS = 400 * DAY_MS;

/** How far back the features reach: F10.7 a year, other inputs three solar rotations and the days around them. */
const lookBackMs = (input: Input): number => (input === 'f107' ? 400 : 92) * DAY_MS;

/**
 * Inputs in the stores from `fromMs` to `toMs`. Kp, Dst and F10.7 are the best revision of each step, predicted ones
 * excluded. The solar wind is hourly at the bow shock: hours with definitive values are OMNI and already refer to it;
 * live minutes are measured at L1 and are shifted (see `hoursAtBowShock`). An hour with a single value is an hourly
 * mean.
 */
export async function readHistory(stores: HistoryStores, from: From, toMs: number): Promise<History> {
  const fromOf = typeof from === 'number' ? () => from : from;
  const columns: [Input, Column][] = [];
  for (const input of INPUT_NAMES) columns.push([input, await readColumn(stores, input, fromOf(input), toMs)]);
  return Object.fromEntries(columns) as History;
}

/** The history that a forecast at `atMs` needs. */
export const readRecent = (stores: HistoryStores, atMs: number): Promise<History> =>
  readHistory(stores, (input) => atMs - lookBackMs(input), atMs);

/** One input, as in `readHistory`. */
export async function readColumn(stores: HistoryStores, input: Input, fromMs: number, toMs: number): Promise<Column> {
  return columnOf(
    input,
    AT_L1.has(input) ? await readWind(stores, input, fromMs, toMs) : await readIndex(stores, input, fromMs, toMs),
  );
}

interface Point {
  readonly timeMs: number;
  readonly value: number | null;
}

async function readIndex({ archive }: HistoryStores, input: Input, fromMs: number, toMs: number): Promise<Point[]> {
  const points: Point[] = [];
  for (let windowMs = fromMs; windowMs <= toMs; windowMs += WINDOW_MS) {
    const read = await archive.history(input, windowMs, Math.min(windowMs + WINDOW_MS - 1, toMs));
    for (const { timeMs, value, revision } of read) if (revision !== 'predicted') points.push({ timeMs, value });
  }
  return points;
}

async function readWind(stores: HistoryStores, input: Input, fromMs: number, toMs: number): Promise<Point[]> {
  const { archive, series } = stores;
  const sinceMs = fromMs - LONGEST_DELAY_MS;
  const hours = await archive.summaries(input, 'hour', sinceMs, toMs);
  const single = hours.filter(({ n }) => n === 1).map(({ timeMs, mean }): Point => ({ timeMs, value: mean }));
  const live = hours.filter(({ n }) => n > 1);
  const [first] = live;
  if (first === undefined) return single;
  const definitive = await series.read(input, first.timeMs, toMs, 'definitive');
  // Minutes of an hour that OMNI covers still contribute to the hour after it.
  const shifted = await shiftLive(stores, input, live, toMs);
  // The last of several points of an hour is used: OMNI comes last.
  return [...shifted, ...single, ...definitive].filter(({ timeMs }) => timeMs >= fromMs);
}

async function shiftLive(
  { archive, series }: HistoryStores,
  input: Input,
  hours: readonly SeriesBucket[],
  toMs: number,
): Promise<Point[]> {
  const [first] = hours;
  if (first === undefined) return [];
  const fineFromMs = Math.floor((toMs - FINE_MS) / HOUR_MS) * HOUR_MS;
  const speeds = await archive.summaries('solarWindSpeed', 'hour', first.timeMs - SPEED_HOLDS_HOURS * HOUR_MS, toMs);
  const wanted = new Set(hours.map(({ timeMs }) => timeMs));
  const fine = (await series.readBuckets(input, fineFromMs, toMs, FINE_STEP_MS)).filter(({ timeMs }) =>
    wanted.has(Math.floor(timeMs / HOUR_MS) * HOUR_MS),
  );
  // Where live minutes have been removed, the hours of the archive remain.
  const coarse = hours.filter(({ timeMs }) => fine.length === 0 || timeMs < fineFromMs);
  const stretches = [
    ...coarse.map((hour) => stretchOf(hour, HOUR_MS)),
    ...fine.map((five) => stretchOf(five, FINE_STEP_MS)),
  ];
  return [...hoursAtBowShock(stretches, speedOf(speeds))].map(([timeMs, value]) => ({ timeMs, value }));
}

const stretchOf = ({ timeMs, mean, n }: SeriesBucket, lengthMs: number): Stretch => ({
  fromMs: timeMs,
  toMs: timeMs + lengthMs,
  mean,
  cover: Math.min(1, (n * MINUTE_MS) / lengthMs),
});

function speedOf(hours: readonly SeriesBucket[]): (timeMs: number) => number {
  const byHour = new Map(hours.map(({ timeMs, mean }) => [timeMs, mean]));
  return (timeMs) => {
    const hour = Math.floor(timeMs / HOUR_MS) * HOUR_MS;
    for (let back = 0; back <= SPEED_HOLDS_HOURS; back++) {
      const speed = byHour.get(hour - back * HOUR_MS);
      if (speed !== undefined) return speed;
    }
    return USUAL_SPEED_KM_S;
  };
}
