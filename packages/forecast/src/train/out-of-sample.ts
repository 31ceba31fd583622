/** Forecasts of rows that the models were not fitted on, and the observed values. */
export interface OutOfSample {
  readonly rows: Uint32Array;
  readonly means: Float64Array;
  readonly observed: Float64Array;
  readonly spreads: Float64Array;
  /** Log-odds of the first storm level; zeros for targets without storms. */
  readonly odds: Float64Array;
}

/** Concatenates the folds. */
export function joinOutOfSample(parts: readonly OutOfSample[]): OutOfSample {
  const join = (pick: (part: OutOfSample) => Float64Array): Float64Array =>
    Float64Array.from(parts.flatMap((part) => [...pick(part)]));
  return {
    rows: Uint32Array.from(parts.flatMap(({ rows }) => [...rows])),
    means: join(({ means }) => means),
    observed: join(({ observed }) => observed),
    spreads: join(({ spreads }) => spreads),
    odds: join(({ odds }) => odds),
  };
}
