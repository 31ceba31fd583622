import { FORECAST_TARGETS, HOUR_MS } from '@orrery/contract';
import { featureMatrix } from '../features/feature.ts';
import { derive, viewAt, type Derived } from '../features/view.ts';
import { endOf, valueAt, type History } from '../history.ts';
import type { Matrix } from '../models/gbm/bins.ts';
import { boostingData, type BoostingData } from '../models/gbm/train.ts';
import { layoutOf, type Layout, type TargetSpec, type Variant } from '../targets/spec.ts';

/** Features look back three solar rotations, so rows begin that much after the data. */
const WARM_UP_MS = 82 * 24 * HOUR_MS;

/** All rows of one variant: features, bins, and the targets of each knot. */
export interface Prepared {
  readonly spec: TargetSpec;
  readonly variant: Variant;
  readonly layout: Layout;
  readonly issuedAtMs: readonly number[];
  readonly matrix: Matrix;
  readonly data: BoostingData;
  /** What the targets are relative to, by row; NaN where a row cannot be used. */
  readonly anchor: Float64Array;
  /** Observed less anchor, by knot and row; NaN where unknown. */
  readonly targets: ReadonlyMap<number, Float64Array>;
}

/**
 * Rows at the stride of the target while all of the variant's needs are met, the last one with its nearest step known
 * by `toMs`.
 */
export function prepare(spec: TargetSpec, variant: Variant, history: History, toMs: number): Prepared {
  const derived = derive(history);
  const layout = layoutOf(spec, variant);
  const issuedAtMs = momentsOf(spec, variant, derived, toMs);
  const matrix = featureMatrix(layout.features, derived, issuedAtMs);
  const anchorAt = spec.anchor?.of;
  const anchor = Float64Array.from(issuedAtMs, (atMs) => (anchorAt ? anchorAt(viewAt(derived, atMs)) : 0));
  const { stepMs } = FORECAST_TARGETS[spec.target];
  const targets = new Map(
    spec.knots.map((knot) => [
      knot,
      Float64Array.from(issuedAtMs, (atMs, row) => {
        const validMs = atMs + knot * HOUR_MS - stepMs;
        return validMs + stepMs > toMs ? NaN : valueAt(derived[spec.input], validMs) - (anchor[row] as number);
      }),
    ]),
  );
  return { spec, variant, layout, issuedAtMs, matrix, data: boostingData(matrix), anchor, targets };
}

function momentsOf(spec: TargetSpec, variant: Variant, derived: Derived, toMs: number): number[] {
  const { stepMs } = FORECAST_TARGETS[spec.target];
  const starts = variant.needs.map(({ input }) => derived[input].startMs);
  const fromMs = Math.ceil((Math.max(...starts, derived[spec.input].startMs) + WARM_UP_MS) / stepMs) * stepMs;
  const lastMs = Math.min(toMs, endOf(derived[spec.input]));
  const moments: number[] = [];
  for (let atMs = fromMs; atMs <= lastMs; atMs += variant.strideMs ?? spec.strideMs) {
    const { of } = viewAt(derived, atMs);
    if (variant.needs.every(({ input, hours, share }) => of[input].known(hours) >= share)) moments.push(atMs);
  }
  return moments;
}

/**
 * Rows of a knot whose forecast step is over by `beforeMs` and that were issued at or after `fromMs`, with a known
 * outcome.
 */
export function rowsBetween(
  { issuedAtMs, targets }: Prepared,
  knot: number,
  fromMs: number,
  beforeMs: number,
): Uint32Array {
  const target = targets.get(knot) as Float64Array;
  const rows: number[] = [];
  issuedAtMs.forEach((atMs, row) => {
    if (atMs >= fromMs && atMs + knot * HOUR_MS <= beforeMs && !Number.isNaN(target[row])) rows.push(row);
  });
  return Uint32Array.from(rows);
}

/** A target with only the given rows left in it. */
export function onlyRows(target: Float64Array, rows: Uint32Array): Float64Array {
  const some = new Float64Array(target.length).fill(NaN);
  for (const row of rows) some[row] = target[row] as number;
  return some;
}
