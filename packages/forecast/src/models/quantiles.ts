/** Levels of the bands: 95 %, 80 %, the median. */
export const LEVELS = [0.025, 0.1, 0.5, 0.9, 0.975] as const;

/**
 * Quantiles of the standardised error (observed − mean) / spread by the size of the forecast: `z[bin]` holds one value
 * a level, `centres` the mean forecasts of the bins. Split conformal prediction (Lei et al. 2018) within bins, so that
 * low and high forecasts have their own skewness.
 */
export interface QuantileTable {
  readonly centres: Float64Array;
  readonly z: readonly Float64Array[];
}

/** Quantiles of the errors in so many bins of equal count; rows of NaN do not count. */
export function fitQuantiles(means: Float64Array, errors: Float64Array, bins: number): QuantileTable {
  const order = [...means.keys()]
    .filter((i) => !Number.isNaN((means[i] as number) + (errors[i] as number)))
    .sort((a, b) => (means[a] as number) - (means[b] as number));
  const parts = Array.from({ length: bins }, (_, bin) =>
    order.slice(Math.floor((bin * order.length) / bins), Math.floor(((bin + 1) * order.length) / bins)),
  );
  return {
    centres: Float64Array.from(parts, (part) => part.reduce((sum, i) => sum + (means[i] as number), 0) / part.length),
    z: parts.map((part) => {
      const sorted = Float64Array.from(part, (i) => errors[i] as number).sort();
      return Float64Array.from(LEVELS, (level) => conformalQuantile(sorted, level));
    }),
  };
}

/**
 * The rank ⌈(n + 1)·level⌉ (mirrored below the middle), which covers with at least the level whatever the distribution.
 */
function conformalQuantile(sorted: Float64Array, level: number): number {
  const n = sorted.length;
  const upper = Math.min(n, Math.ceil((n + 1) * Math.max(level, 1 - level)));
  const rank = level >= 0.5 ? upper : n + 1 - upper;
  return sorted[Math.max(0, rank - 1)] ?? NaN;
}

/** Standardised quantiles at a forecast, linear between the centres of the bins. */
export function quantilesAt({ centres, z }: QuantileTable, mean: number): Float64Array {
  let high = 0;
  while (high < centres.length && (centres[high] as number) < mean) high++;
  const low = Math.max(0, high - 1);
  high = Math.min(high, centres.length - 1);
  const span = (centres[high] as number) - (centres[low] as number);
  const share = span > 0 ? (mean - (centres[low] as number)) / span : 0;
  return Float64Array.from(LEVELS, (_, i) => {
    const from = z[low]?.[i] as number;
    return from + share * ((z[high]?.[i] as number) - from);
  });
}
