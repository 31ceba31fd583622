import { describe, expect, test } from 'vitest';
import { fitInputs, fitTargets, scaleInputs, scaleTargets, widthOf } from './scaling.ts';
import { settleTask, type NeuralTask } from './types.ts';

/** Scalers are kept in Float32, which has 7 digits. */
const DIGITS = 6;

function taskOf(inputs: readonly number[], targets: readonly number[], trainRows: number): NeuralTask {
  const rows = targets.length;
  return {
    inputs: Float32Array.from(inputs),
    targets: Float32Array.from(targets),
    rows,
    features: inputs.length / rows,
    outputs: 1,
    trainRows,
    seed: 1,
  };
}

describe('scalers', () => {
  test('know the training rows alone', () => {
    const one = settleTask(taskOf([1, 3, 1000], [5, 9, -1000], 2));
    const other = settleTask(taskOf([1, 3, NaN], [5, 9, NaN], 2));
    expect(fitInputs(one)).toEqual(fitInputs(other));
    expect(fitTargets(one)).toEqual(fitTargets(other));
    expect([...fitTargets(one).mean, ...fitTargets(one).deviation]).toEqual([7, 2]);
  });

  test('bring inputs to mean 0 and deviation 1, and flag what is ever missing', () => {
    const task = settleTask(taskOf([1, 10, 3, NaN, 1, 30, 3, 20], [0, 0, 0, 0], 4));
    const scaler = fitInputs(task);
    expect(scaler.flagged).toEqual([1]);
    expect(widthOf(scaler)).toBe(3);
    const scaled = scaleInputs(scaler, task.inputs, 4);
    const expected = [-1, -Math.sqrt(1.5), 0, 1, 0, 1, -1, Math.sqrt(1.5), 0, 1, 0, 0];
    expected.forEach((value, i) => expect(scaled[i]).toBeCloseTo(value, DIGITS));
  });

  test('silence a feature that never changes or never was there, and end at ten deviations', () => {
    const task = settleTask(taskOf([7, NaN, -1, 7, NaN, 1], [0, 0], 2));
    const scaler = fitInputs(task);
    expect([...scaler.scale]).toEqual([0, 0, 1]);
    expect([...scaleInputs(scaler, Float32Array.of(1e9, 5, 1e9), 1)]).toEqual([0, 0, 10, 0]);
  });

  test('see a small change beside a large mean', () => {
    const rows = Array.from({ length: 1000 }, (_, i) => 1e6 + (i % 2) * 64);
    const scaler = fitInputs(settleTask(taskOf(rows, rows, 1000)));
    expect(scaler.scale[0]).toBeCloseTo(1 / 32, DIGITS);
  });

  test('leave masked targets masked', () => {
    const task = settleTask(taskOf([0, 0, 0], [2, NaN, 6], 3));
    expect([...scaleTargets(fitTargets(task), task.targets)]).toEqual([-1, NaN, 1]);
  });
});

describe('settleTask', () => {
  test('fills in what is left out', () => {
    expect(settleTask(taskOf([1, 2], [1, 2], 1))).toMatchObject({
      quantiles: [0.025, 0.1, 0.5, 0.9, 0.975],
      hidden: [128, 64],
    });
  });

  test('says all that is wrong at once', () => {
    const task = { ...taskOf([1, 2], [1, 2], 3), inputs: new Float32Array(3), quantiles: [0.9, 0.1], dropout: 1 };
    expect(() => settleTask(task)).toThrow(
      /inputs hold rows × features = 2 numbers, not 3; trainRows is from 1 to rows \(2\).*quantiles.*dropout/,
    );
  });
});
