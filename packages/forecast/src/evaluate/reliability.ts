import type { ReliabilityBin } from '@orrery/contract';
import type { Numbers } from './pairs.ts';

export interface ReliabilityOptions {
  /** 10 by default. */
  readonly bins?: number;
  /**
   * `width`: bins of equal width over 0–1, empty ones left out; storms are rare, so the upper ones hold few cases (see
   * `n`). `count`: the same number of cases in each, except that equal probabilities stay together.
   */
  readonly by?: 'width' | 'count';
}

/**
 * Forecast probability and observed frequency by bins of the probability (Murphy & Winkler 1977, Appl. Stat. 26, 41).
 * Bins have equal width by default.
 */
export function reliabilityBins(
  probability: Numbers,
  event: ArrayLike<number>,
  { bins = 10, by = 'width' }: ReliabilityOptions = {},
): ReliabilityBin[] {
  const binOf = by === 'width' ? widthBin(bins) : countBin(probability, bins);
  const sums = Array.from({ length: bins }, () => ({ probability: 0, observed: 0, n: 0 }));
  for (let i = 0; i < event.length; i++) {
    const p = probability[i] as number;
    const sum = sums[binOf(p)]!;
    sum.probability += p;
    sum.observed += event[i] as number;
    sum.n += 1;
  }
  return sums
    .filter(({ n }) => n > 0)
    .map(({ probability: p, observed, n }) => ({ probability: p / n, observed: observed / n, n }));
}

const widthBin =
  (bins: number) =>
  (p: number): number =>
    Math.min(bins - 1, Math.max(0, Math.floor(p * bins)));

function countBin(probability: Numbers, bins: number): (p: number) => number {
  const sorted = Float64Array.from(probability).sort();
  const upper = Array.from({ length: bins - 1 }, (_, k) => sorted[Math.ceil(((k + 1) * sorted.length) / bins) - 1]!);
  return (p) => {
    const bin = upper.findIndex((edge) => p <= edge);
    return bin < 0 ? bins - 1 : bin;
  };
}
