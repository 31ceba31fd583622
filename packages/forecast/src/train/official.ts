import { validAtMs, type ForecastTarget } from '@orrery/contract';
import { NEAR_HOURS, officialAbout, officialInputs, officialStormInputs } from '../trained/official.ts';
import type { OfficialModel, OfficialStorms } from '../trained/parts.ts';
import { bestThreshold } from '../evaluate/index.ts';
import { newestOfficial, type OfficialForecast } from '../history.ts';
import { fitLogit, logitProbability } from '../models/logit.ts';
import { solve } from '../models/ridge.ts';
import type { TargetSpec } from '../targets/spec.ts';
import type { Validated } from './variant.ts';

/** Our forecast, the official one and the observed value, at one lead and time of issue. */
interface Pair {
  readonly mean: number;
  readonly spread: number;
  readonly p: readonly number[];
  /** The official forecast around the interval. */
  readonly about: number;
  readonly leadHours: number;
  readonly observed: number;
}

/** The least number of pairs of issue time and lead (two weeks) from which a combination is fitted. */
const LEAST_PAIRS = 24 * 100;
/** Pairs of neighbouring leads and hours are correlated; the penalty counts one in eight as independent. */
const PENALTY = 0.02;
/** Penalty of the logistic regression; pairs of one storm are correlated, about one in eight is independent. */
const LOGIT_PENALTY = 20;

/**
 * Official forecasts of Kp known at the issue times of the validation span, paired with our out-of-sample forecasts.
 */
export function officialPairs(
  target: ForecastTarget,
  validated: readonly Validated[],
  officials: readonly OfficialForecast[],
): readonly Pair[] {
  return validated.flatMap(({ leadHours, issuedAtMs, means, observed, spreads, storms }) =>
    issuedAtMs.flatMap((atMs, row): Pair[] => {
      const newest = newestOfficial(officials, atMs);
      const about = newest ? officialAbout(newest, validAtMs(target, atMs, leadHours)) : NaN;
      if (Number.isNaN(about)) return [];
      return [
        {
          mean: means[row] as number,
          spread: spreads[row] as number,
          p: storms.map((level) => level[row] as number),
          about,
          leadHours,
          observed: observed[row] as number,
        },
      ];
    }),
  );
}

/**
 * Weights of the official forecast by least squares, calibrations of the storm levels by logistic regression; null with
 * too few pairs.
 */
export function fitOfficial(spec: TargetSpec, pairs: readonly Pair[]): OfficialModel | null {
  if (pairs.length < LEAST_PAIRS) return null;
  const inputs = pairs.map(({ mean, about, leadHours }) => officialInputs(mean, about, leadHours));
  const rest = pairs.map(({ observed, mean }) => observed - mean);
  const mean = leastSquares(inputs, rest);
  const after = rest.map((error, i) => error - dot(inputs[i] as readonly number[], mean));
  return {
    mean,
    near: fitStorms(
      spec,
      pairs.filter(({ leadHours }) => leadHours <= NEAR_HOURS),
    ),
    far: fitStorms(
      spec,
      pairs.filter(({ leadHours }) => leadHours > NEAR_HOURS),
    ),
    spread: Math.min(1, meanAbsolute(after, pairs) / meanAbsolute(rest, pairs)),
  };
}

function fitStorms(spec: TargetSpec, pairs: readonly Pair[]): OfficialStorms {
  const inputsAt = (level: number): readonly (readonly number[])[] =>
    pairs.map(({ p, about, leadHours }) => officialStormInputs(p[level] as number, about, leadHours));
  const storms = spec.storms.map(({ from }, level) =>
    fitLogit(
      inputsAt(level),
      pairs.map(({ observed }) => observed >= from),
      LOGIT_PENALTY,
    ),
  );
  const [first, from] = [storms[0], spec.storms[0]?.from ?? Infinity];
  if (!first) return { storms, threshold: 1 };
  const said = Float64Array.from(inputsAt(0), (row) => logitProbability(first, row));
  const best = bestThreshold(
    said,
    Uint8Array.from(pairs, ({ observed }) => (observed >= from ? 1 : 0)),
  );
  return { storms, threshold: best?.threshold ?? 0.5 };
}

function leastSquares(inputs: readonly (readonly number[])[], rest: readonly number[]): Float64Array {
  const size = (inputs[0] as readonly number[]).length;
  const left = new Float64Array(size * size);
  const right = new Float64Array(size);
  inputs.forEach((row, i) => {
    for (let a = 0; a < size; a++) {
      (right[a] as number) += (row[a] as number) * (rest[i] as number);
      for (let b = 0; b < size; b++) (left[a * size + b] as number) += (row[a] as number) * (row[b] as number);
    }
  });
  for (let a = 0; a < size; a++) (left[a * size + a] as number) += PENALTY * inputs.length;
  return solve(left, right);
}

const dot = (row: readonly number[], weights: Float64Array): number =>
  row.reduce((sum, value, i) => sum + value * (weights[i] as number), 0);

const meanAbsolute = (errors: readonly number[], pairs: readonly Pair[]): number =>
  errors.reduce((sum, error, i) => sum + Math.abs(error) / (pairs[i] as Pair).spread, 0) / errors.length;
