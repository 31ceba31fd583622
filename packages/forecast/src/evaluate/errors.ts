import type { Numbers } from './pairs.ts';

/** Mean of f(i) over 0 … n − 1; NaN where n is 0. */
export function meanOver(n: number, f: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += f(i);
  return sum / n;
}

const error = (observed: Numbers, forecast: Numbers, i: number): number =>
  (forecast[i] as number) - (observed[i] as number);

/**
 * Mean squared error, units of the target squared. Columns without NaN and of equal length, here and below; NaN if they
 * are empty.
 */
export const mse = (observed: Numbers, forecast: Numbers): number =>
  meanOver(observed.length, (i) => error(observed, forecast, i) ** 2);

/** Root mean square error: the score the expected value minimises. */
export const rmse = (observed: Numbers, forecast: Numbers): number => Math.sqrt(mse(observed, forecast));

/** Mean absolute error: the score the median minimises. */
export const mae = (observed: Numbers, forecast: Numbers): number =>
  meanOver(observed.length, (i) => Math.abs(error(observed, forecast, i)));

/** Mean of forecast minus observed: above 0 the forecast is too high. */
export const bias = (observed: Numbers, forecast: Numbers): number =>
  meanOver(observed.length, (i) => error(observed, forecast, i));

/**
 * Skill against a rival: 1 − mse/mse of the rival (Murphy 1988, Mon. Wea. Rev. 116, 2417). 1 is perfect, below 0 is
 * worse; null if the rival is perfect.
 */
export function skill(observed: Numbers, forecast: Numbers, rival: Numbers): number | null {
  const theirs = mse(observed, rival);
  return theirs > 0 ? 1 - mse(observed, forecast) / theirs : null;
}
