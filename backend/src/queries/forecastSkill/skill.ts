/**
 * Share of the squared error of a baseline that is gone: 1 is perfect, 0 as good as the baseline, below 0 worse; null
 * without a baseline.
 */
export const skillOf = (rmse: number, baselineRmse: number | null | undefined): number | null =>
  baselineRmse == null || baselineRmse === 0 ? null : 1 - (rmse / baselineRmse) ** 2;
