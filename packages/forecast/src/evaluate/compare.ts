import { daySums, percentileInterval, resample, type BootstrapOptions, type Interval } from './bootstrap.ts';
import { mse } from './errors.ts';
import type { Numbers } from './pairs.ts';

/** Difference of two forecasts of the same hours: the score of ours minus that of theirs. */
export interface Comparison {
  readonly difference: number;
  /** 95 % interval of the difference; null if the data is too short for it. */
  readonly interval: Interval | null;
  /** Probability of a difference at least as large in either direction if both were equally good; null as above. */
  readonly p: number | null;
  readonly n: number;
}

/** 95 % interval of the RMSE by block bootstrap; null if the data is shorter than 8 blocks. Columns without NaN. */
export function rmseInterval(
  validAtMs: Numbers,
  observed: Numbers,
  forecast: Numbers,
  options?: BootstrapOptions,
): Interval | null {
  const sums = resample(daySums(validAtMs, [ones(observed), squaredErrors(observed, forecast)]), options);
  return sums && percentileInterval(sums.map(([n, squares]) => Math.sqrt(squares! / n!)));
}

/**
 * Whether our RMSE differs from theirs (below 0: ours is better). The question of Diebold & Mariano (1995, J. Bus.
 * Econ. Stat. 13, 253), whether the mean difference of squared errors is 0, answered by the block bootstrap instead of
 * an asymptotic variance: p is the share of replicates that lie farther from the measured mean than 0 does, counting
 * the data itself as one, so never 0.
 */
export function compareErrors(
  validAtMs: Numbers,
  observed: Numbers,
  ours: Numbers,
  theirs: Numbers,
  options?: BootstrapOptions,
): Comparison {
  const columns = [ones(observed), squaredErrors(observed, ours), squaredErrors(observed, theirs)];
  const sums = resample(daySums(validAtMs, columns), options);
  const [a, b] = [mse(observed, ours), mse(observed, theirs)];
  const difference = Math.sqrt(a) - Math.sqrt(b);
  if (!sums) return { difference, interval: null, p: null, n: observed.length };
  const interval = percentileInterval(sums.map(([n, x, y]) => Math.sqrt(x! / n!) - Math.sqrt(y! / n!)));
  return {
    difference,
    interval,
    p: centredP(
      sums.map(([n, x, y]) => (x! - y!) / n!),
      a - b,
    ),
    n: observed.length,
  };
}

const ones = ({ length }: Numbers): Uint8Array => new Uint8Array(length).fill(1);

function squaredErrors(observed: Numbers, forecast: Numbers): Float64Array {
  const squares = new Float64Array(observed.length);
  for (let i = 0; i < squares.length; i++) squares[i] = (forecast[i]! - observed[i]!) ** 2;
  return squares;
}

function centredP(replicates: readonly number[], measured: number): number {
  const farther = replicates.filter((value) => Math.abs(value - measured) >= Math.abs(measured)).length;
  return (farther + 1) / (replicates.length + 1);
}
