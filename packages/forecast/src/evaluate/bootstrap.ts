import { DAY_MS, type ForecastTarget } from '@orrery/contract';
import { seededRandom } from '../random.ts';
import type { Numbers } from './pairs.ts';

/**
 * Days in a block: one rotation of the Sun. Measured on the squared errors of baselines 2015–2024 (means by day): for
 * Kp, wind speed and Dst the autocorrelation is 0.2–0.4 at one day, below 0.1 from 5–9 days on, and back to 0.1–0.2 at
 * 27 days, when the same stream returns; the intervals widen steeply up to blocks of about 9 days and by another 15–26
 * % from there to 27. (Beyond that they widen slowly with the solar cycle: an interval holds for a span with the same
 * mix of quiet and active years.)
 */
export const BLOCK_DAYS = 27;
/**
 * F10.7 is forecast 27 days ahead and its errors overlap by as much (autocorrelation 0.3 at 27 days): three times that.
 */
const BLOCK_DAYS_F107 = 81;

export const blockDaysOf = (target: ForecastTarget): number => (target === 'f107' ? BLOCK_DAYS_F107 : BLOCK_DAYS);

/** Enough that the ends of a 95 % interval rest on ten replicates each. */
export const REPLICATES = 400;
/** Fewer blocks than this do not show the spread between them. */
export const MIN_BLOCKS = 8;
const LEVEL = 0.95;

export interface BootstrapOptions {
  readonly blockDays?: number;
  readonly replicates?: number;
  readonly seed?: number;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Running sums of columns by day: `before[c][d]` is the sum of column c over the days before day d, so any block is one
 * subtraction.
 */
export interface DaySums {
  readonly days: number;
  readonly before: readonly Float64Array[];
}

/** Sums by UT day, over the days from the first to the last that has an entry. */
export function daySums(timesMs: Numbers, columns: readonly ArrayLike<number>[]): DaySums {
  let first = Infinity;
  let last = -Infinity;
  for (const timeMs of timesMs) {
    const day = Math.floor(timeMs / DAY_MS);
    if (day < first) first = day;
    if (day > last) last = day;
  }
  const days = last >= first ? last - first + 1 : 0;
  const before = columns.map((column) => {
    const sums = new Float64Array(days + 1);
    timesMs.forEach((timeMs, i) => (sums[Math.floor(timeMs / DAY_MS) - first + 1]! += column[i] as number));
    for (let day = 0; day < days; day++) sums[day + 1]! += sums[day]!;
    return sums;
  });
  return { days, before };
}

/**
 * Moving-block bootstrap (Künsch 1989, Ann. Stat. 17, 1217): each replicate strings together blocks of consecutive days
 * drawn with replacement until it is as long as the data, the last block cut to fit. Returns the sums of every column,
 * one array per replicate; the same seed draws the same blocks from data of the same length, so leads and rivals stay
 * paired. Null where there are fewer than 8 blocks.
 */
export function resample(
  { days, before }: DaySums,
  { blockDays = BLOCK_DAYS, replicates = REPLICATES, seed = 1 }: BootstrapOptions = {},
): Float64Array[] | null {
  if (days < MIN_BLOCKS * blockDays) return null;
  const random = seededRandom(seed);
  return Array.from({ length: replicates }, () => {
    const totals = new Float64Array(before.length);
    for (let done = 0; done < days; done += blockDays) {
      const start = Math.floor(random() * (days - blockDays + 1));
      const end = start + Math.min(blockDays, days - done);
      before.forEach((sums, c) => (totals[c]! += sums[end]! - sums[start]!));
    }
    return totals;
  });
}

/**
 * Interval between the percentiles of a statistic over the replicates (Efron & Tibshirani 1993, ch. 13); null if it is
 * undefined in some.
 */
export function percentileInterval(statistics: readonly (number | null)[], level = LEVEL): Interval | null {
  const sorted = statistics
    .filter((value): value is number => value !== null && Number.isFinite(value))
    .sort((a, b) => a - b);
  if (sorted.length === 0 || sorted.length < statistics.length) return null;
  return { low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2) };
}

/** Quantile of ascending numbers, linear between neighbours (Hyndman & Fan 1996, type 7). */
function quantile(sorted: readonly number[], level: number): number {
  const at = level * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
}
