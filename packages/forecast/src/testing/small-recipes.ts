import { HOUR_MS, type ForecastTarget } from '@orrery/contract';
import type { History, OfficialForecast } from '../history.ts';
import type { NetworkTrainer } from '../models/network.ts';
import { seededRandom } from '../random.ts';
import type { TargetSpec } from '../targets/spec.ts';

const HALF_DAY_MS = 12 * HOUR_MS;

/**
 * The recipes of the product with fewer leads that have models of their own, and fewer trees: a training takes seconds.
 */
export function smallRecipes(
  recipes: Readonly<Record<ForecastTarget, TargetSpec>>,
): Readonly<Record<ForecastTarget, TargetSpec>> {
  const small = (spec: TargetSpec, knots: readonly number[]): TargetSpec => ({
    ...spec,
    knots,
    // A year is short: every row counts.
    variants: spec.variants.map((variant) => ({ ...variant, strideMs: spec.strideMs })),
    boosting: () => ({ trees: 25, learningRate: 0.1, maxLeaves: 6, minLeafWeight: 40 }),
  });
  return {
    kp: small(recipes.kp, [3, 24, 72]),
    solarWindSpeed: small(recipes.solarWindSpeed, [1, 24, 96]),
    f107: small(recipes.f107, [24, 168, 648]),
    dst: small(recipes.dst, [1, 6, 24]),
  };
}

/**
 * The history with a Kp that follows the southward field of three hours before, so that who sees the solar wind knows
 * more than who does not.
 */
export function withDrivenKp(history: History, seed: number): History {
  const random = seededRandom(seed);
  const { kp, bz } = history;
  const values = kp.values.map((_, step) => {
    const hour = step * 3 - 3;
    const south = [0, 1, 2].reduce((sum, i) => sum + Math.max(0, -(bz.values[hour + i] ?? 0)), 0) / 3;
    return Math.min(9, 1 + 0.9 * south + random() * 1.5);
  });
  return { ...history, kp: { ...kp, values } };
}

/** Forecasts of Kp published each half a day for the 84 hours that follow: what came, and an error. */
export function madeUpOfficials({ kp }: History, fromMs: number, seed: number): readonly OfficialForecast[] {
  const random = seededRandom(seed);
  const endMs = kp.startMs + kp.values.length * kp.stepMs;
  const count = Math.floor((endMs - fromMs) / HALF_DAY_MS);
  return Array.from({ length: count }, (_, i) => {
    const knownMs = fromMs + i * HALF_DAY_MS;
    const startsMs = Array.from({ length: 28 }, (_, step) => knownMs + step * kp.stepMs);
    const said = startsMs.map((atMs) => (kp.values[(atMs - kp.startMs) / kp.stepMs] ?? 2) + random() - 0.5);
    return { knownMs, startsMs, kp: said };
  });
}

/** A network of one layer with random weights, the same for the same seed. */
export const untrainedNetwork: NetworkTrainer = ({ inputs, rows, outputs, seed }) => {
  const random = seededRandom(seed);
  const weights = (length: number): Float32Array => Float32Array.from({ length }, () => random() - 0.5);
  return Promise.resolve([{ kernel: weights((inputs.length / rows) * outputs), bias: weights(outputs) }]);
};
