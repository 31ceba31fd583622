import { meanOver } from './errors.ts';
import type { Numbers } from './pairs.ts';

/** Loss of saying q for the quantile of level tau (0–1) when y came: (y − q)(tau − [y < q]) (Koenker & Bassett 1978, Econometrica 46, 33). */
const pinball = (y: number, q: number, tau: number): number => (y - q) * (y < q ? tau - 1 : tau);

/** Mean pinball loss of one quantile; the true quantile minimises it. Units of the target. */
export const pinballLoss = (observed: Numbers, quantile: Numbers, tau: number): number =>
  meanOver(observed.length, (i) => pinball(observed[i] as number, quantile[i] as number, tau));

/** Share (0–1) of outcomes within [lower, upper]. */
export const coverage = (observed: Numbers, lower: Numbers, upper: Numbers): number =>
  meanOver(observed.length, (i) => Number(observed[i]! >= lower[i]! && observed[i]! <= upper[i]!));

/** A quantile that was forecast: level (0–1) and one value per pair. */
export interface QuantileColumn {
  readonly level: number;
  readonly values: Numbers;
}

/**
 * Mean continuous ranked probability score, in units of the target: ∫(F(x) − [x >= y])² dx, written as twice the integral of the pinball loss over
 * all levels (Laio & Tamea 2007, Hydrol. Earth Syst. Sci. 11, 1267, eq. 8). Approximation: a few quantiles do not say F, so it is taken as linear
 * between them and the outermost pieces are continued straight to the levels 0 and 1; of that F the integral is exact. For a normal distribution
 * given by the levels 0.025, 0.1, 0.5, 0.9, 0.975 the mean score comes out 0.4 % above the true one. With one quantile it is the absolute error.
 */
export function crps(observed: Numbers, quantiles: readonly QuantileColumn[]): number {
  const sorted = [...quantiles].sort((a, b) => a.level - b.level);
  const levels = [0, ...sorted.map(({ level }) => level), 1];
  const at = new Float64Array(levels.length);
  return meanOver(observed.length, (row) => {
    sorted.forEach(({ values }, k) => (at[k + 1] = values[row] as number));
    continueTails(levels, at);
    let sum = 0;
    for (let k = 0; k + 1 < levels.length; k++) {
      sum += pinballIntegral(observed[row] as number, levels[k]!, levels[k + 1]!, at[k]!, at[k + 1]!);
    }
    return 2 * sum;
  });
}

function continueTails(levels: readonly number[], at: Float64Array): void {
  const last = at.length - 1;
  const slope = (a: number, b: number): number =>
    b > a && levels[b]! > levels[a]! ? (at[b]! - at[a]!) / (levels[b]! - levels[a]!) : 0;
  const single = at.length === 3;
  at[0] = at[1]! - (single ? 0 : slope(1, 2) * levels[1]!);
  at[last] = at[last - 1]! + (single ? 0 : slope(last - 2, last - 1) * (1 - levels[last - 1]!));
}

/** Integral of the pinball loss over the levels a … b, the quantile running straight from qa to qb: exact, in two pieces where it crosses y. */
function pinballIntegral(y: number, a: number, b: number, qa: number, qb: number): number {
  if ((y - qa) * (y - qb) >= 0) return simpson(y, a, b, qa, qb);
  const crossing = a + ((b - a) * (y - qa)) / (qb - qa);
  return simpson(y, a, crossing, qa, y) + simpson(y, crossing, b, y, qb);
}

/** Simpson's rule, exact for the quadratic that the loss is on either side of y. */
function simpson(y: number, a: number, b: number, qa: number, qb: number): number {
  const below = qa + qb > 2 * y ? 1 : 0;
  const loss = (tau: number, q: number): number => (y - q) * (tau - below);
  return ((b - a) / 6) * (loss(a, qa) + 4 * loss((a + b) / 2, (qa + qb) / 2) + loss(b, qb));
}
