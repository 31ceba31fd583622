import { MEMBERS, type KnotModel, type VariantModel } from '../trained/parts.ts';
import { fitQuantiles } from '../models/quantiles.ts';
import { fitBeside, foldsOf, judge, sideOf, walk, type Outcome, type Spans } from './folds.ts';
import { joinOutOfSample, type OutOfSample } from './out-of-sample.ts';
import { fitMembers, networkForecasts, type FitOptions } from './members.ts';
import { rowsBetween, type Prepared } from './prepare.ts';
import { calibrateStorms, type StormPart } from './storms.ts';
import { addProducts, bestWeights, errorProducts } from './weights.ts';

/** Out-of-sample forecasts of one knot. */
export interface Validated extends OutOfSample {
  readonly leadHours: number;
  readonly issuedAtMs: readonly number[];
  /** By storm level and row. */
  readonly storms: readonly Float64Array[];
}

export interface FittedVariant {
  readonly model: VariantModel;
  readonly validated: readonly Validated[];
}

/** Neighbouring leads share their weights, whose differences are mostly noise. */
const NEIGHBOURS = 2;

/**
 * Fits, blends and calibrates one variant: members walk forward through the validation years; weights of the blend,
 * quantiles and the storm threshold are fitted on their out-of-sample forecasts; then the members are fitted again on
 * all years. The same data and seed give the same model.
 */
export async function fitVariant(prepared: Prepared, spans: Spans, options: FitOptions): Promise<FittedVariant> {
  const { spec, variant } = prepared;
  const walks: (readonly Outcome[])[] = [];
  for (const fold of foldsOf(spans)) walks.push(await walk(prepared, fold, options));
  const weights = spec.knots.map((_, knot) => weightsAt(walks, knot, options.neural !== null));
  const judged: OutOfSample[] = [];
  for (const [i, knot] of spec.knots.entries()) {
    const own = weights[i] as readonly number[];
    const parts = walks.map((outcomes) => {
      const outcome = outcomes[i] as Outcome;
      return judge(prepared, outcome, own, fitBeside(prepared, knot, outcome.past, own, options.seed));
    });
    judged.push(joinOutOfSample(parts));
    await options.onStep(`${variant.name}: errors at ${knot} h`);
  }
  const storms = calibrateStorms(spec, judged);
  return {
    model: await fitAnew(prepared, spans.validateToMs, options, weights, judged, storms),
    validated: judged.map((one, i) => ({
      ...one,
      leadHours: spec.knots[i] as number,
      issuedAtMs: Array.from(one.rows, (row) => prepared.issuedAtMs[row] as number),
      storms: storms[i]?.probabilities ?? [],
    })),
  };
}

export function weightsAt(walks: readonly (readonly Outcome[])[], knot: number, hasNeural: boolean): readonly number[] {
  const futures = walks.flatMap((outcomes) => around(outcomes, knot).map(({ future }) => future));
  return bestWeights(addProducts(futures.map(({ members, observed }) => errorProducts(members, observed))), [
    true,
    true,
    hasNeural,
  ]);
}

async function fitAnew(
  prepared: Prepared,
  toMs: number,
  options: FitOptions,
  weights: readonly (readonly number[])[],
  judged: readonly OutOfSample[],
  storms: readonly StormPart[],
): Promise<VariantModel> {
  const { spec, variant, data } = prepared;
  const members = await fitMembers(prepared, toMs, options);
  const neural = networkForecasts(prepared, members);
  const knots: KnotModel[] = [];
  for (const [i, leadHours] of spec.knots.entries()) {
    const own = weights[i] as readonly number[];
    const past = sideOf(prepared, members, neural, leadHours, rowsBetween(prepared, leadHours, -Infinity, toMs));
    const unseen = judged[i] as OutOfSample;
    knots.push({
      leadHours,
      ...(members.knots.get(leadHours) as Pick<KnotModel, 'ridge' | 'boosted'>),
      ...fitBeside(prepared, leadHours, past, own, options.seed),
      weights: own,
      quantiles: fitQuantiles(unseen.means, standardised(unseen), spec.quantileBins),
      storms: storms[i]?.storms ?? [],
      threshold: storms[i]?.threshold ?? 1,
    });
    await options.onStep(`${variant.name}: bands of ${leadHours} h`);
  }
  return { name: variant.name, edges: data.edges, scaler: members.scaler, neural: members.neural, knots };
}

/** A knot and its neighbours. */
const around = <T>(all: readonly T[], i: number): readonly T[] =>
  all.slice(Math.max(0, i - NEIGHBOURS), i + NEIGHBOURS + 1);

const standardised = ({ means, observed, spreads }: OutOfSample): Float64Array =>
  Float64Array.from(means, (mean, i) => ((observed[i] as number) - mean) / (spreads[i] as number));

/** Mean weight over the knots of each member that the variant has. */
export const meanWeights = ({
  knots,
  neural,
}: VariantModel): readonly { readonly model: string; readonly weight: number }[] =>
  MEMBERS.map((model, i) => ({
    model,
    weight: knots.reduce((sum, { weights }) => sum + (weights[i] as number), 0) / knots.length,
  })).filter(({ model }) => model !== 'neural' || neural !== null);
