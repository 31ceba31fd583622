import { descending, stormInputs } from '../champion/knots.ts';
import type { KnotModel } from '../champion/model.ts';
import { bestThreshold } from '../evaluate/index.ts';
import { boostedScores, type Boosted } from '../models/gbm/boosted.ts';
import { boost } from '../models/gbm/train.ts';
import { fitLogit, logitProbability } from '../models/logit.ts';
import { BAGGING, type FitOptions } from './members.ts';
import { onlyRows, type Prepared } from './prepare.ts';

/** Forecasts of the validation span against what came, by row. */
export interface Judged {
  readonly rows: Uint32Array;
  readonly means: Float64Array;
  readonly observed: Float64Array;
  readonly spreads: Float64Array;
  /** By level: probability of each row. */
  readonly storms: readonly Float64Array[];
}

type StormPart = Pick<KnotModel, 'stormOdds' | 'storms' | 'threshold'> & { readonly probabilities: readonly Float64Array[] };

const ODDS_TREES = { trees: 150, learningRate: 0.05, maxLeaves: 6, minLeafWeight: 15 } as const;
const NEIGHBOURS = 3;

/** Log-odds by boosting on the training rows, calibrated on the validation span, and the threshold with the best Heidke score there. */
export async function fitStorms(
  prepared: Prepared,
  judged: readonly Judged[],
  trainRows: readonly Uint32Array[],
  { seed, onStep }: FitOptions,
): Promise<readonly StormPart[]> {
  const { spec } = prepared;
  const first = spec.storms[0];
  if (!first) return judged.map(() => ({ stormOdds: null, storms: [], threshold: 1, probabilities: [] }));
  const odds: Boosted[] = [];
  for (const [i, knot] of spec.knots.entries()) {
    odds.push(fitOdds(prepared, knot, trainRows[i] as Uint32Array, first.from, seed));
    await onStep(`${prepared.variant.name}: storms at ${knot} h`);
  }
  const scored = judged.map((one, i) => {
    const scores = boostedScores(prepared.data.binned, odds[i] as Boosted);
    return { ...one, odds: Float64Array.from(one.rows, (row) => scores[row] as number) };
  });
  const calibrated = scored.map((one, i) => {
    const near = scored.slice(Math.max(0, i - NEIGHBOURS), i + NEIGHBOURS + 1);
    const storms = spec.storms.map(({ level, from }) => ({ level, from, calibration: calibrate(near, from) }));
    const byRow = [...one.rows].map((_, row) =>
      descending(storms.map(({ from, calibration }) => logitProbability(calibration, inputsOf(one, row, from)))),
    );
    return { storms, probabilities: spec.storms.map((_, level) => Float64Array.from(byRow, (p) => p[level] as number)) };
  });
  return calibrated.map(({ storms, probabilities }, i) => ({
    stormOdds: odds[i] as Boosted,
    storms,
    probabilities,
    threshold: thresholdOf(calibrated, scored, i, first.from),
  }));
}

type Scored = Judged & { readonly odds: Float64Array };

const inputsOf = ({ means, spreads, odds }: Scored, row: number, from: number): readonly number[] =>
  stormInputs(means[row] as number, spreads[row] as number, odds[row] as number, from);

function calibrate(near: readonly Scored[], from: number) {
  const inputs = near.flatMap((one) => [...one.rows].map((_, row) => inputsOf(one, row, from)));
  return fitLogit(inputs, near.flatMap(({ observed }) => [...observed].map((value) => value >= from)));
}

function thresholdOf(
  calibrated: readonly { readonly probabilities: readonly Float64Array[] }[],
  scored: readonly Scored[],
  i: number,
  from: number,
): number {
  const at = [...scored.keys()].slice(Math.max(0, i - NEIGHBOURS), i + NEIGHBOURS + 1);
  const probabilities = at.flatMap((k) => [...(calibrated[k]?.probabilities[0] ?? [])]);
  const events = at.flatMap((k) => [...(scored[k] as Scored).observed].map((value) => (value >= from ? 1 : 0)));
  // Without a storm in the validation years nothing tells where to draw the line; a probability of a half calls one.
  return bestThreshold(Float64Array.from(probabilities), Uint8Array.from(events))?.threshold ?? 0.5;
}

function fitOdds(prepared: Prepared, knot: number, rows: Uint32Array, from: number, seed: number): Boosted {
  const target = prepared.targets.get(knot) as Float64Array;
  const events = target.map((value, row) => (Number.isNaN(value) ? NaN : value + (prepared.anchor[row] as number) >= from ? 1 : 0));
  const columns = prepared.layout.columns.get(knot) as readonly number[];
  return boost(prepared.data.binned, columns, onlyRows(events, rows), { loss: 'logistic', seed: seed + 2000 + knot, ...BAGGING, ...ODDS_TREES });
}
