import { FORECAST_TARGETS } from '@orrery/contract';
import {
  newestOfficial,
  TARGET_SPECS,
  valueAt,
  type TrainedModel,
  type History,
  type OfficialForecast,
} from '@orrery/forecast';

/** Scores of two models on the same hours. */
export interface Comparison {
  /** Mean RMSE over leads; null where no hour has both. */
  readonly champion: number | null;
  readonly challenger: number | null;
  /** Pairs of lead and hour that were scored. */
  readonly n: number;
}

/**
 * Mean over leads of the RMSE of two models, on the steps issued within [fromMs, toMs] at the stride of the target: an
 * hour counts at a lead where it was observed and both models have a forecast.
 */
export function compareModels(
  champion: TrainedModel,
  challenger: TrainedModel,
  history: History,
  officials: readonly OfficialForecast[],
  fromMs: number,
  toMs: number,
): Comparison {
  const { target } = champion;
  const { leads, stepMs } = FORECAST_TARGETS[target];
  const { strideMs, input } = TARGET_SPECS[target];
  const sums = Array.from({ length: leads }, () => ({ ours: 0, theirs: 0, n: 0 }));
  for (let issuedAtMs = Math.ceil(fromMs / stepMs) * stepMs; issuedAtMs <= toMs; issuedAtMs += strideMs) {
    const asked = { history, issuedAtMs, official: newestOfficial(officials, issuedAtMs) };
    const [a, b] = [champion.forecast(asked), challenger.forecast(asked)];
    sums.forEach((sum, lead) => {
      const observed = valueAt(history[input], a.validAtMs[lead] ?? NaN);
      const [ours, theirs] = [(a.value[lead] ?? NaN) - observed, (b.value[lead] ?? NaN) - observed];
      if (Number.isNaN(ours + theirs)) return;
      sum.ours += ours ** 2;
      sum.theirs += theirs ** 2;
      sum.n += 1;
    });
  }
  const scored = sums.filter(({ n }) => n > 0);
  const mean = (of: (sum: (typeof sums)[number]) => number): number | null =>
    scored.length === 0 ? null : scored.reduce((total, sum) => total + Math.sqrt(of(sum) / sum.n), 0) / scored.length;
  return {
    champion: mean(({ ours }) => ours),
    challenger: mean(({ theirs }) => theirs),
    n: sums.reduce((total, { n }) => total + n, 0),
  };
}
