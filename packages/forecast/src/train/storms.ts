import { descending, stormInputs } from '../trained/knots.ts';
import type { KnotModel } from '../trained/parts.ts';
import { bestThreshold } from '../evaluate/index.ts';
import type { Boosted } from '../models/gbm/boosted.ts';
import { boost } from '../models/gbm/train.ts';
import { fitLogit, logitProbability } from '../models/logit.ts';
import type { TargetSpec } from '../targets/spec.ts';
import type { OutOfSample } from './out-of-sample.ts';
import { BAGGING } from './members.ts';
import { onlyRows, type Prepared } from './prepare.ts';

const ODDS_TREES = { trees: 100, learningRate: 0.08, maxLeaves: 6, minLeafWeight: 15 } as const;
/** Least threshold: storms occur in 2 % of the intervals, and a call should be several times as likely. */
const LEAST_THRESHOLD = 0.08;
/** Storms are rare: neighbouring leads are calibrated together. */
const NEIGHBOURS = 3;

/** Log-odds of the first storm level by boosting. */
export function fitOdds(prepared: Prepared, knot: number, rows: Uint32Array, from: number, seed: number): Boosted {
  const target = prepared.targets.get(knot) as Float64Array;
  const events = target.map((value, row) =>
    Number.isNaN(value) ? NaN : value + (prepared.anchor[row] as number) >= from ? 1 : 0,
  );
  const columns = prepared.layout.columns.get(knot) as readonly number[];
  const settings = { loss: 'logistic', seed: seed + 2000 + knot, ...BAGGING, ...ODDS_TREES } as const;
  return boost(prepared.data.binned, columns, onlyRows(events, rows), settings);
}

/** Calibrations and threshold of a knot, and the calibrated probabilities by level and row. */
export interface StormPart extends Pick<KnotModel, 'storms' | 'threshold'> {
  readonly probabilities: readonly Float64Array[];
}

/** Calibrates the odds on out-of-sample rows and finds the threshold with the best Heidke score there. */
export function calibrateStorms(spec: TargetSpec, judged: readonly OutOfSample[]): readonly StormPart[] {
  const near = (i: number): readonly number[] =>
    [...judged.keys()].slice(Math.max(0, i - NEIGHBOURS), i + NEIGHBOURS + 1);
  const calibrated = judged.map((one, i) => {
    const all = near(i).map((k) => judged[k] as OutOfSample);
    const storms = spec.storms.map(({ level, from }) => ({ level, from, calibration: calibrate(all, from) }));
    const byRow = Array.from(one.rows, (_, row) =>
      descending(storms.map(({ from, calibration }) => logitProbability(calibration, inputsOf(one, row, from)))),
    );
    return { storms, probabilities: storms.map((_, level) => Float64Array.from(byRow, (p) => p[level] as number)) };
  });
  return calibrated.map((one, i) => ({
    ...one,
    threshold: thresholdOf(
      spec,
      near(i).map((k) => [calibrated[k]?.probabilities[0], judged[k] as OutOfSample]),
    ),
  }));
}

const inputsOf = ({ means, spreads, odds }: OutOfSample, row: number, from: number): readonly number[] =>
  stormInputs(means[row] as number, spreads[row] as number, odds[row] as number, from);

function calibrate(near: readonly OutOfSample[], from: number) {
  const inputs = near.flatMap((one) => Array.from(one.rows, (_, row) => inputsOf(one, row, from)));
  return fitLogit(
    inputs,
    near.flatMap(({ observed }) => Array.from(observed, (value) => value >= from)),
  );
}

function thresholdOf(spec: TargetSpec, near: readonly (readonly [Float64Array | undefined, OutOfSample])[]): number {
  const from = spec.storms[0]?.from ?? Infinity;
  const probabilities = Float64Array.from(near.flatMap(([p]) => [...(p ?? [])]));
  const events = Uint8Array.from(
    near.flatMap(([, { observed }]) => Array.from(observed, (value) => (value >= from ? 1 : 0))),
  );
  // Without a storm in the validation years the threshold is a probability of 0.5.
  return Math.max(LEAST_THRESHOLD, bestThreshold(probabilities, events)?.threshold ?? 0.5);
}
