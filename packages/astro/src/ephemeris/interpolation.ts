/** A vector function of time: writes its value at a moment (TT days since J2000) into `out`. */
export type TimeFunction = (tt: number, out: Float64Array) => void;

/** A way of interpolating a function of so many components from its values at steps of `stepDays`. */
export type Interpolate = (compute: TimeFunction, components: number, stepDays: number) => TimeFunction;

/** Twelve points: central polynomial of degree eleven. */
const POINTS = 12;
const BEFORE = POINTS / 2 - 1;

/** Product over m ≠ k of (k - m): denominators of the Lagrange weights on a uniform grid. */
const DENOMINATORS = Array.from({ length: POINTS }, (_, k) => {
  let product = 1;
  for (let m = 0; m < POINTS; m++) if (m !== k) product *= k - m;
  return product;
});

/** Lagrange weights at `x`, counted in steps from the first point. */
function fillWeights(x: number, weights: Float64Array): void {
  let before = 1;
  for (let k = 0; k < POINTS; k++) {
    weights[k] = before / DENOMINATORS[k]!;
    before *= x - k;
  }
  let after = 1;
  for (let k = POINTS - 1; k >= 0; k--) {
    weights[k]! *= after;
    after *= x - k;
  }
}

/** Sum over twelve points, the first of which begins at `at` of `nodes`. */
function weightedSum(
  weights: Float64Array,
  nodes: Float64Array,
  at: number,
  components: number,
  out: Float64Array,
): void {
  for (let c = 0; c < components; c++) {
    let sum = 0;
    for (let k = 0, i = at + c; k < POINTS; k++, i += components) sum += weights[k]! * nodes[i]!;
    out[c] = sum;
  }
}

export interface Grid {
  /** Distance of the grid points, days. */
  readonly stepDays: number;
  readonly fromTt: number;
  readonly toTt: number;
  /** How many moments will be asked for: with fewer moments than grid points each is computed directly. */
  readonly moments: number;
}

/**
 * A slowly varying vector function, computed on a uniform grid over [fromTt, toTt] and interpolated by Lagrange
 * polynomials of degree eleven (Meeus, Astronomical Algorithms, ch. 3), or computed directly where that is less work.
 * The error for a wave of amplitude A and angular frequency w is below A (w·step)^12 / 18,000.
 */
export function interpolateOver(compute: TimeFunction, components: number, grid: Grid): TimeFunction {
  const { stepDays, fromTt, toTt, moments } = grid;
  const count = Math.floor((toTt - fromTt) / stepDays) + POINTS + 1;
  if (!(count < moments)) return compute;

  const start = fromTt - BEFORE * stepDays;
  const nodes = new Float64Array(count * components);
  for (let i = 0; i < count; i++) {
    compute(start + i * stepDays, nodes.subarray(i * components, (i + 1) * components));
  }
  const weights = new Float64Array(POINTS);
  return (tt, out) => {
    const position = (tt - start) / stepDays;
    const first = Math.min(Math.max(Math.floor(position) - BEFORE, 0), count - POINTS);
    fillWeights(position - first, weights);
    weightedSum(weights, nodes, first * components, components, out);
  };
}

/**
 * The same without bounds, for moments that are not known beforehand: points are computed when they are first needed
 * and kept. The grid is that of the multiples of `stepDays`, so that a moment has the same value whatever was asked
 * before.
 */
export function interpolateAnywhere(compute: TimeFunction, components: number, stepDays: number): TimeFunction {
  const known = new Map<number, Float64Array>();
  const node = (index: number): Float64Array => {
    const kept = known.get(index);
    if (kept) return kept;
    const made = new Float64Array(components);
    compute(index * stepDays, made);
    known.set(index, made);
    return made;
  };
  const window = new Float64Array(POINTS * components);
  const weights = new Float64Array(POINTS);
  let first = NaN;
  return (tt, out) => {
    const wanted = Math.floor(tt / stepDays) - BEFORE;
    if (wanted !== first) for (let k = 0; k < POINTS; k++) window.set(node(wanted + k), k * components);
    first = wanted;
    fillWeights(tt / stepDays - wanted, weights);
    weightedSum(weights, window, 0, components, out);
  };
}
