/** Writes the value at a moment (TT days since J2000) into `out`. */
export type Track = (tt: number, out: Float64Array) => void;

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

export interface Grid {
  /** Distance of the grid points, days. */
  readonly stepDays: number;
  readonly fromTt: number;
  readonly toTt: number;
  /** How many moments will be asked for: with fewer moments than grid points each is computed directly. */
  readonly moments: number;
}

/**
 * A slowly varying vector function, computed on a uniform grid over [fromTt, toTt] and joined by Lagrange polynomials of
 * degree eleven (Meeus, Astronomical Algorithms, ch. 3), or computed directly where that is less work. The error of the
 * polynomial for a wave of amplitude A and angular frequency w is below A (w·step)^12 / 18,000.
 */
export function makeTrack(compute: Track, components: number, grid: Grid): Track {
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
    for (let c = 0; c < components; c++) {
      let sum = 0;
      let at = first * components + c;
      for (let k = 0; k < POINTS; k++, at += components) sum += weights[k]! * nodes[at]!;
      out[c] = sum;
    }
  };
}
