import { meanOver } from './errors.ts';
import type { Numbers } from './pairs.ts';

/** Share (0–1) of outcomes within [lower, upper]. */
export const coverage = (observed: Numbers, lower: Numbers, upper: Numbers): number =>
  meanOver(observed.length, (i) => Number(observed[i]! >= lower[i]! && observed[i]! <= upper[i]!));

/** A forecast quantile: level (0–1) and one value per pair. */
export interface QuantileColumn {
  readonly level: number;
  readonly values: Numbers;
}

/**
 * Mean continuous ranked probability score, in units of the target: ∫(F(x) − [x >= y])² dx, written as twice the
 * integral of the pinball loss over all levels (Laio & Tamea 2007, Hydrol. Earth Syst. Sci. 11, 1267). Approximation: a
 * few quantiles do not determine F, so it is taken as linear between them and the outermost pieces are extrapolated to
 * the levels 0 and 1; for that F the integral is exact. For a normal distribution given by the levels 0.025, 0.1, 0.5,
 * 0.9, 0.975 the mean score is 0.4 % above the true one. With one quantile it is the absolute error.
 */
export function crps(observed: Numbers, quantiles: readonly QuantileColumn[]): number {
  const sorted = [...quantiles].sort((a, b) => a.level - b.level);
  const columns = sorted.map(({ values }) => values);
  const levels = Float64Array.of(0, ...sorted.map(({ level }) => level), 1);
  const at = new Float64Array(levels.length);
  return meanOver(observed.length, (row) => {
    const y = observed[row] as number;
    for (let k = 0; k < columns.length; k++) at[k + 1] = columns[k]![row]!;
    continueTails(levels, at);
    let sum = 0;
    for (let k = 0; k + 1 < levels.length; k++)
      sum += pinballIntegral(y, levels[k]!, levels[k + 1]!, at[k]!, at[k + 1]!);
    return 2 * sum;
  });
}

/**
 * Sets the quantiles of levels 0 and 1 from the slope of the outermost pieces; with a single quantile they are equal to
 * it.
 */
function continueTails(levels: Float64Array, at: Float64Array): void {
  const last = at.length - 1;
  const single = at.length === 3;
  const lower = single ? 0 : (at[2]! - at[1]!) / (levels[2]! - levels[1]!);
  const upper = single ? 0 : (at[last - 1]! - at[last - 2]!) / (levels[last - 1]! - levels[last - 2]!);
  at[0] = at[1]! - lower * levels[1]!;
  at[last] = at[last - 1]! + upper * (1 - levels[last - 1]!);
}

/**
 * Integral over the levels a … b of the pinball loss (y − q)(tau − [y < q]) (Koenker & Bassett 1978, Econometrica 46,
 * 33), the quantile being linear from qa to qb: exact, in two pieces if it crosses y.
 */
function pinballIntegral(y: number, a: number, b: number, qa: number, qb: number): number {
  if ((y - qa) * (y - qb) >= 0) return oneSided(y, a, b, qa, qb);
  const crossing = a + ((b - a) * (y - qa)) / (qb - qa);
  return oneSided(y, a, crossing, qa, y) + oneSided(y, crossing, b, y, qb);
}

/** On either side of y the loss is a product of two linear functions, whose integral follows from their ends. */
function oneSided(y: number, a: number, b: number, qa: number, qb: number): number {
  const below = qa + qb > 2 * y ? 1 : 0;
  const [d0, d1, w0, w1] = [y - qa, y - qb, a - below, b - below];
  return ((b - a) / 6) * (2 * (d0 * w0 + d1 * w1) + d0 * w1 + d1 * w0);
}
