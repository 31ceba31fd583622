import { blend, LEAST_SPREAD } from '../champion/knots.ts';
import { MEMBERS, type KnotModel, type VariantModel } from '../champion/model.ts';
import { boostedScores, type Boosted } from '../models/gbm/boosted.ts';
import { boost } from '../models/gbm/train.ts';
import { fitQuantiles } from '../models/quantiles.ts';
import { BAGGING, fitMembers, memberValues, neuralMeans, type FitOptions, type Members } from './members.ts';
import { onlyRows, rowsBetween, type Prepared } from './prepare.ts';
import { fitStorms, type Judged } from './storms.ts';
import { addProducts, bestWeights, errorProducts } from './weights.ts';

export interface Spans {
  /** Models are fitted on what was known by then … */
  readonly trainToMs: number;
  /** … and weights, intervals and thresholds on what came up to here; then the models are fitted anew on all of it. */
  readonly validateToMs: number;
}

/** Out-of-sample forecasts of the validation span at one knot. */
export interface Validated extends Judged {
  readonly leadHours: number;
  readonly issuedAtMs: readonly number[];
}

export interface FittedVariant {
  readonly model: VariantModel;
  readonly validated: readonly Validated[];
}

/** Neighbouring leads share their weights and calibration: what differs between them is mostly chance. */
const NEIGHBOURS = 2;
/** Bins of the size of the forecast, each with quantiles of its own. */
const QUANTILE_BINS = 5;
const SPREAD_TREES = { trees: 120, learningRate: 0.05, maxLeaves: 8, minLeafWeight: 300 } as const;

/** Fits, blends and calibrates one variant. Same data and seed give the same model. */
export async function fitVariant(prepared: Prepared, spans: Spans, options: FitOptions): Promise<FittedVariant> {
  const members = await fitMembers(prepared, spans.trainToMs, options);
  const neural = neuralMeans(prepared, members.neural);
  const outcomes = prepared.spec.knots.map((knot) => outcomeOf(prepared, members, neural, knot, spans));
  const weights = outcomes.map((_, i) =>
    bestWeights(
      addProducts(around(outcomes, i).map(({ validation }) => errorProducts(validation.members, validation.observed))),
      [true, true, members.neural !== null],
    ),
  );
  const judged: Judged[] = [];
  const spreads: Boosted[] = [];
  for (const [i, outcome] of outcomes.entries()) {
    const spread = fitSpread(prepared, outcome, weights[i] as readonly number[], options.seed);
    spreads.push(spread);
    judged.push(judge(prepared, outcome, weights[i] as readonly number[], spread));
    await options.onStep(`${prepared.variant.name}: spread of ${outcome.knot} h`);
  }
  const storms = await fitStorms(prepared, judged, outcomes.map(({ train }) => train.rows), options);
  const final = await fitMembers(prepared, spans.validateToMs, options);
  const knots = prepared.spec.knots.map((leadHours, i): KnotModel => {
    const fitted = final.knots.get(leadHours) as { ridge: KnotModel['ridge']; boosted: Boosted };
    const near = around(judged, i);
    return {
      leadHours,
      ...fitted,
      weights: weights[i] as readonly number[],
      spread: spreads[i] as Boosted,
      quantiles: fitQuantiles(near.flatMap(({ means }) => [...means]), near.flatMap(standardised), QUANTILE_BINS),
      ...(storms[i] as Pick<KnotModel, 'stormOdds' | 'storms' | 'threshold'>),
    };
  });
  return {
    model: { name: prepared.variant.name, edges: prepared.data.edges, scaler: final.scaler, neural: final.neural, knots },
    validated: judged.map((one, i) => ({ ...one, storms: (storms[i] as { probabilities: Judged['storms'] }).probabilities, leadHours: prepared.spec.knots[i] as number, issuedAtMs: [...one.rows].map((row) => prepared.issuedAtMs[row] as number) })), // prettier-ignore
  };
}

/** A knot and its neighbours. */
const around = <T>(all: readonly T[], i: number): readonly T[] => all.slice(Math.max(0, i - NEIGHBOURS), i + NEIGHBOURS + 1);

const standardised = ({ means, observed, spreads }: Judged): number[] =>
  [...means].map((mean, i) => ((observed[i] as number) - mean) / (spreads[i] as number));

interface Side {
  readonly rows: Uint32Array;
  readonly members: readonly Float64Array[];
  readonly observed: Float64Array;
}

interface Outcome {
  readonly knot: number;
  readonly train: Side;
  readonly validation: Side;
}

function outcomeOf(
  prepared: Prepared,
  members: Members,
  neural: readonly Float32Array[] | null,
  knot: number,
  { trainToMs, validateToMs }: Spans,
): Outcome {
  const target = prepared.targets.get(knot) as Float64Array;
  const side = (rows: Uint32Array): Side => {
    const from = (values: Float64Array): Float64Array => values.map((value, i) => value + (prepared.anchor[rows[i] as number] as number));
    return {
      rows,
      members: memberValues(prepared, members, neural, knot, rows).map(from),
      observed: from(Float64Array.from(rows, (row) => target[row] as number)),
    };
  };
  return {
    knot,
    train: side(rowsBetween(prepared, knot, -Infinity, trainToMs)),
    validation: side(rowsBetween(prepared, knot, trainToMs, validateToMs)),
  };
}

const blended = ({ spec }: Prepared, { rows, members }: Side, weights: readonly number[]): Float64Array =>
  Float64Array.from(rows, (_, i) => blend(members.map((member) => member[i] as number), weights, spec.bounds));

/** The size of the error that is to be expected, learned from the absolute errors in training; its level is set by the quantiles of the validation span. */
function fitSpread(prepared: Prepared, { knot, train }: Outcome, weights: readonly number[], seed: number): Boosted {
  const errors = new Float64Array(prepared.matrix.rows).fill(NaN);
  blended(prepared, train, weights).forEach((mean, i) => (errors[train.rows[i] as number] = Math.abs((train.observed[i] as number) - mean)));
  const columns = prepared.layout.columns.get(knot) as readonly number[];
  return boost(prepared.data.binned, columns, onlyRows(errors, train.rows), { loss: 'squared', seed: seed + 1000 + knot, ...BAGGING, ...SPREAD_TREES });
}

function judge(prepared: Prepared, { validation }: Outcome, weights: readonly number[], spread: Boosted): Judged {
  const scores = boostedScores(prepared.data.binned, spread);
  return {
    rows: validation.rows,
    means: blended(prepared, validation, weights),
    observed: validation.observed,
    spreads: Float64Array.from(validation.rows, (row) => Math.max(LEAST_SPREAD, scores[row] as number)),
    storms: [],
  };
}

/** Mean weight of each member over the knots. */
export const meanWeights = ({ knots }: VariantModel): readonly { readonly model: string; readonly weight: number }[] =>
  MEMBERS.map((model, i) => ({
    model,
    weight: knots.reduce((sum, { weights }) => sum + (weights[i] as number), 0) / knots.length,
  }));
