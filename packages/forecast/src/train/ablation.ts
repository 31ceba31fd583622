import { HOUR_MS, type ForecastTarget } from '@orrery/contract';
import { blend } from '../trained/knots.ts';
import { endOf, type History } from '../history.ts';
import { binMatrix, fitEdges } from '../models/gbm/bins.ts';
import type { NetworkTrainer } from '../models/network.ts';
import { TARGET_SPECS } from '../targets/index.ts';
import { foldsOf, walk, type Outcome, type Spans } from './folds.ts';
import { prepare, type Prepared } from './prepare.ts';
import { weightsAt } from './variant.ts';

export interface AblationOptions extends Spans {
  readonly seed: number;
  readonly neural: NetworkTrainer;
  readonly onProgress?: (text: string) => void;
}

/** Forecasts of the same held-out hours by the blend with the network and without it, in the unit of the target. */
export interface AblationLead {
  readonly leadHours: number;
  readonly validAtMs: Float64Array;
  readonly observed: Float64Array;
  readonly withNetwork: Float64Array;
  readonly withoutNetwork: Float64Array;
  /** Weights of the members, in the order of MEMBERS. */
  readonly weights: { readonly withNetwork: readonly number[]; readonly withoutNetwork: readonly number[] };
}

/**
 * What the network adds to the first variant of a target. Members are fitted and weighted as in a training that ends at
 * `validateToMs`, and forecast everything after it. Ridge and boosting are the same in both blends; the weights are
 * fitted once with the network and once without it.
 */
export async function ablateNetwork(
  target: ForecastTarget,
  history: History,
  { seed, neural, onProgress, ...spans }: AblationOptions,
): Promise<readonly AblationLead[]> {
  const spec = TARGET_SPECS[target];
  const [variant] = spec.variants;
  if (!variant) return [];
  const toMs = endOf(history[spec.input]);
  const prepared = withEdgesUpTo(prepare(spec, variant, history, toMs), spans.validateToMs);
  const options = { seed, neural, onStep: async (text: string) => onProgress?.(text) };
  const walks: (readonly Outcome[])[] = [];
  for (const fold of foldsOf(spans)) walks.push(await walk(prepared, fold, options));
  const heldOut = await walk(prepared, { toMs: spans.validateToMs, untilMs: toMs }, options);
  return spec.knots.map((leadHours, knot) => {
    const { rows, members, observed } = (heldOut[knot] as Outcome).future;
    const blended = (weights: readonly number[]): Float64Array =>
      observed.map((_, i) =>
        blend(
          members.map((member) => member[i] as number),
          weights,
          spec.bounds,
        ),
      );
    const weights = { withNetwork: weightsAt(walks, knot, true), withoutNetwork: weightsAt(walks, knot, false) };
    return {
      leadHours,
      validAtMs: Float64Array.from(rows, (row) => (prepared.issuedAtMs[row] as number) + leadHours * HOUR_MS),
      observed,
      withNetwork: blended(weights.withNetwork),
      withoutNetwork: blended(weights.withoutNetwork),
      weights,
    };
  });
}

/** Bins whose edges are those of the rows issued by `toMs`, as held-out rows must not take part in any choice. */
function withEdgesUpTo(prepared: Prepared, toMs: number): Prepared {
  const { matrix, issuedAtMs } = prepared;
  const rows = issuedAtMs.filter((atMs) => atMs <= toMs).length;
  const edges = fitEdges({ ...matrix, rows, values: matrix.values.subarray(0, rows * matrix.columns) });
  return { ...prepared, data: { edges, binned: binMatrix(matrix, edges) } };
}
