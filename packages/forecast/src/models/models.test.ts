import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import { binOf, type Matrix } from './gbm/bins.ts';
import { boostedScore, boostedScores, logistic } from './gbm/boosted.ts';
import { boost, boostingData, type BoostingSettings } from './gbm/train.ts';
import { fitLogit, logitProbability } from './logit.ts';
import { fitQuantiles, LEVELS, quantilesAt } from './quantiles.ts';
import { fitRidge, fitScaler, gramOf, ridgeValue } from './ridge.ts';

const ROWS = 4000;
const SETTINGS: BoostingSettings = {
  loss: 'squared',
  trees: 150,
  learningRate: 0.1,
  maxLeaves: 8,
  minLeafWeight: 20,
  lambda: 1,
  rowShare: 0.7,
  columnShare: 1,
  seed: 3,
};

/** Three features in [0, 1), every tenth value of the last one missing. */
function table(seed: number): Matrix {
  const random = seededRandom(seed);
  const values = Float32Array.from({ length: ROWS * 3 }, (_, i) => (i % 30 === 2 ? NaN : random()));
  return { rows: ROWS, columns: 3, values };
}

const matrix = table(1);
const at = (row: number, column: number): number => matrix.values[row * 3 + column] as number;
const all = Uint32Array.from({ length: ROWS }, (_, row) => row);
const rmse = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.sqrt(Array.from(a, (value, i) => (value - (b[i] as number)) ** 2).reduce((sum, x) => sum + x, 0) / a.length);

describe('gradient boosting', () => {
  const target = Float64Array.from(all, (row) => Math.sin(6 * at(row, 0)) + (at(row, 1) > 0.5 ? 1 : 0));
  const data = boostingData(matrix);

  it('learns a step and a wave far better than the mean does', () => {
    const model = boost(data.binned, [0, 1, 2], target, SETTINGS);
    // The deviation of the target is 0.87; 63 bins of the wave cannot follow it closer than about 0.05.
    expect(rmse(boostedScores(data.binned, model), target)).toBeLessThan(0.1);
  });

  it('gives a row by itself what it gives it among all', () => {
    const model = boost(data.binned, [0, 1, 2], target, SETTINGS);
    const scores = boostedScores(data.binned, model);
    for (const row of [0, 17, 3999]) {
      const bins = Uint8Array.from([0, 1, 2], (column) => binOf(data.edges[column] as Float32Array, at(row, column)));
      expect(boostedScore(model, bins)).toBeCloseTo(scores[row] as number, 10);
    }
  });

  it('never looks at rows without a target', () => {
    const half = target.map((value, row) => (row % 2 ? NaN : value));
    const wild = data.binned.bins.slice();
    for (let row = 1; row < ROWS; row += 2) wild[row] = 63;
    const model = boost(data.binned, [0, 1, 2], half, SETTINGS);
    expect(boost({ ...data.binned, bins: wild }, [0, 1, 2], half, SETTINGS)).toEqual(model);
  });

  it('uses the columns it is given and no others', () => {
    const model = boost(data.binned, [1], target, SETTINGS);
    expect(new Set(model.feature)).toEqual(new Set([1]));
  });

  it('gives the same trees for the same seed and others for another', () => {
    const model = boost(data.binned, [0, 1, 2], target, SETTINGS);
    expect(boost(data.binned, [0, 1, 2], target, SETTINGS)).toEqual(model);
    expect(boost(data.binned, [0, 1, 2], target, { ...SETTINGS, seed: 4 })).not.toEqual(model);
  });

  it('gives log-odds that are calibrated with the logistic loss', () => {
    const random = seededRandom(5);
    const events = Float64Array.from(all, (row) => (random() < 0.1 + 0.7 * at(row, 0) ? 1 : 0));
    const model = boost(data.binned, [0, 1, 2], events, { ...SETTINGS, loss: 'logistic', trees: 60 });
    const scores = boostedScores(data.binned, model);
    const high = [...all].filter((row) => at(row, 0) > 0.8);
    const mean = high.reduce((sum, row) => sum + logistic(scores[row] as number), 0) / high.length;
    // The truth is 0.1 + 0.7·0.9 = 0.73 on average; 800 cases know it to 0.016.
    expect(mean).toBeCloseTo(0.73, 1);
  });

  it('survives a target that never changes', () => {
    const model = boost(
      data.binned,
      [0, 1, 2],
      target.map(() => 4),
      SETTINGS,
    );
    expect(boostedScores(data.binned, model)[9]).toBeCloseTo(4, 9);
  });
});

describe('ridge', () => {
  it('finds the coefficients of a plane, missing values standing at their mean', () => {
    const target = Float64Array.from(all, (row) => 2 + 3 * at(row, 0) - at(row, 1));
    const scaler = fitScaler(matrix, all);
    const model = fitRidge(gramOf(matrix, all, scaler), [0, 1], target, 1e-6);
    expect(ridgeValue(model, scaler, Float32Array.of(0.5, 0.5, NaN))).toBeCloseTo(3, 3);
    expect(ridgeValue(model, scaler, Float32Array.of(1, 0, 0))).toBeCloseTo(5, 3);
  });

  it('draws coefficients to nothing as the penalty grows', () => {
    const target = Float64Array.from(all, (row) => 3 * at(row, 0));
    const scaler = fitScaler(matrix, all);
    const model = fitRidge(gramOf(matrix, all, scaler), [0], target, 1e9);
    expect(Math.abs(model.coefficients[0] as number)).toBeLessThan(1e-6);
    expect(model.intercept).toBeCloseTo(1.5, 1);
  });
});

describe('logistic regression', () => {
  it('finds odds that rise with an input', () => {
    const random = seededRandom(8);
    const inputs = Array.from({ length: 5000 }, () => [random() * 4 - 2]);
    const events = inputs.map(([x = 0]) => random() < logistic(-1 + 2 * x));
    const logit = fitLogit(inputs, events, 0.01);
    expect(logitProbability(logit, [0])).toBeCloseTo(logistic(-1), 1);
    expect(logitProbability(logit, [1])).toBeCloseTo(logistic(1), 1);
  });
});

describe('quantiles of errors', () => {
  it('cover what they say on data like that they were fitted on', () => {
    const random = seededRandom(9);
    const means = Float64Array.from({ length: 20_000 }, () => random() * 9);
    // Errors that grow with the forecast and lean upward.
    const errors = means.map((mean) => (random() ** 2 - 0.3) * (1 + mean));
    const half = fitQuantiles(means.subarray(0, 10_000), errors.subarray(0, 10_000), 5);
    let inside = 0;
    for (let i = 10_000; i < 20_000; i++) {
      const z = quantilesAt(half, means[i] as number);
      if ((errors[i] as number) >= (z[1] as number) && (errors[i] as number) <= (z[3] as number)) inside++;
    }
    // Interpolated between five bins of a scale that changes tenfold: within 2 points of 80 %.
    expect(Math.abs(inside / 10_000 - 0.8)).toBeLessThan(0.02);
  });

  it('ascend at every forecast', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 9, noNaN: true }), fc.double({ min: -5, max: 5, noNaN: true })), {
          minLength: 30,
          maxLength: 200,
        }),
        fc.double({ min: -5, max: 15, noNaN: true }),
        (pairs, mean) => {
          const table = fitQuantiles(
            Float64Array.from(pairs, ([m]) => m),
            Float64Array.from(pairs, ([, e]) => e),
            3,
          );
          const z = [...quantilesAt(table, mean)];
          expect(z.length).toBe(LEVELS.length);
          expect(z).toEqual([...z].sort((a, b) => a - b));
        },
      ),
    );
  });
});
