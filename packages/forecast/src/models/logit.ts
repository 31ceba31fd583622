import { logistic } from './gbm/boosted.ts';
import { solve } from './ridge.ts';

/** Log-odds = coefficients · (1, inputs). */
export type Logit = Float64Array;

const STEPS = 30;

/**
 * Logistic regression by Newton's method with a small L2 penalty on all but the intercept (Platt 1999 for one input).
 */
export function fitLogit(inputs: readonly (readonly number[])[], events: readonly boolean[], penalty = 1): Logit {
  const size = (inputs[0]?.length ?? 0) + 1;
  const weights = new Float64Array(size);
  for (let step = 0; step < STEPS; step++) {
    const gradient = new Float64Array(size);
    const hessian = new Float64Array(size * size);
    for (let c = 1; c < size; c++) {
      gradient[c] = -penalty * (weights[c] as number);
      hessian[c * size + c] = penalty;
    }
    hessian[0] = 1e-6;
    inputs.forEach((row, i) => {
      const p = logitProbability(weights, row);
      const rest = (events[i] ? 1 : 0) - p;
      const curve = Math.max(p * (1 - p), 1e-9);
      for (let a = 0; a < size; a++) {
        const xa = a === 0 ? 1 : (row[a - 1] as number);
        (gradient[a] as number) += rest * xa;
        for (let b = 0; b < size; b++)
          (hessian[a * size + b] as number) += curve * xa * (b === 0 ? 1 : (row[b - 1] as number));
      }
    });
    const move = solve(hessian, gradient);
    move.forEach((by, c) => ((weights[c] as number) += by));
    if (move.every((by) => Math.abs(by) < 1e-8)) break;
  }
  return weights;
}

/** The probability of the event, 0–1. */
export function logitProbability(weights: Logit, inputs: readonly number[]): number {
  let score = weights[0] as number;
  inputs.forEach((value, i) => (score += value * (weights[i + 1] as number)));
  return logistic(score);
}
