/** A piece of a time line on which a function is ≥ 0. Times in ms. */
export interface Span {
  /**
   * Where the function rises through zero; null where it is already ≥ 0 at the first point of the grid, or undefined
   * before.
   */
  readonly startMs: number | null;
  /** Where it falls through zero; null where it is still ≥ 0 at the last point of the grid, or undefined after. */
  readonly endMs: number | null;
  /** First and last moment known to be ≥ 0: the crossings, or else points of the grid. */
  readonly fromMs: number;
  readonly toMs: number;
}

interface Point {
  readonly t: number;
  readonly f: number;
}

/** Crossings are found to this many ms. */
const CROSSING_MS = 1;
/**
 * Extrema are found to this many ms: a maximum that is missed by this is lower by less than a millionth of a degree.
 */
const EXTREMUM_MS = 20;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Greatest value of a function with one maximum in [a, b] (golden section). */
export function maximumWithin(f: (t: number) => number, a: number, b: number): Point {
  let [lo, hi] = [a, b];
  let c = hi - GOLDEN * (hi - lo);
  let d = lo + GOLDEN * (hi - lo);
  let [fc, fd] = [f(c), f(d)];
  while (hi - lo > EXTREMUM_MS) {
    if (fc >= fd) {
      [hi, d, fd] = [d, c, fc];
      c = hi - GOLDEN * (hi - lo);
      fc = f(c);
    } else {
      [lo, c, fc] = [c, d, fd];
      d = lo + GOLDEN * (hi - lo);
      fd = f(d);
    }
  }
  return fc >= fd ? { t: c, f: fc } : { t: d, f: fd };
}

/** The moment at which f changes sign between a point ≥ 0 and one below, on the side that is ≥ 0. */
function crossing(f: (t: number) => number, above: number, below: number): number {
  let [good, bad] = [above, below];
  while (Math.abs(good - bad) > CROSSING_MS) {
    const middle = (good + bad) / 2;
    if (f(middle) >= 0) good = middle;
    else bad = middle;
  }
  return good;
}

/**
 * The grid with its extrema between the points added where they decide: maxima between two points below zero, minima
 * between two above. `a b c` are neighbours; one extremum at most lies between `a` and `c`.
 */
function withExtrema(f: (t: number) => number, points: readonly Point[]): Point[] {
  const all: Point[] = [];
  for (let i = 0; i < points.length; i++) {
    const b = points[i]!;
    const a = points[i - 1];
    const c = points[i + 1];
    const top = a && c && b.f < 0 && b.f >= a.f && b.f >= c.f ? maximumWithin(f, a.t, c.t) : null;
    const low = a && c && b.f >= 0 && b.f <= a.f && b.f <= c.f ? maximumWithin((t) => -f(t), a.t, c.t) : null;
    const found = top ?? (low ? { t: low.t, f: -low.f } : null);
    const matters = found !== null && found.f >= 0 !== b.f >= 0;
    if (matters && found.t < b.t) all.push(found);
    all.push(b);
    if (matters && found.t > b.t) all.push(found);
  }
  return all;
}

/**
 * All spans on which f ≥ 0, in order. `grid` (ms, ascending) must be so close that between three neighbours f has one
 * extremum at most; then no span is missed, however short. NaN counts as below and never as a crossing.
 */
export function spansWhere(f: (t: number) => number, grid: readonly number[]): Span[] {
  const points = withExtrema(
    f,
    grid.map((t) => ({ t, f: f(t) })),
  );
  const spans: Span[] = [];
  let open: { startMs: number | null; fromMs: number } | null = null;
  for (let i = 0; i < points.length; i++) {
    const p = points[i]!;
    const before = points[i - 1];
    if (p.f >= 0 && !open) {
      const known = before !== undefined && !Number.isNaN(before.f);
      const startMs = known ? crossing(f, p.t, before.t) : null;
      open = { startMs, fromMs: startMs ?? p.t };
    } else if (!(p.f >= 0) && open && before) {
      const endMs: number | null = Number.isNaN(p.f) ? null : crossing(f, before.t, p.t);
      spans.push({ ...open, endMs, toMs: endMs ?? before.t });
      open = null;
    }
  }
  if (open) spans.push({ ...open, endMs: null, toMs: points.at(-1)!.t });
  return spans;
}

/** Ascending points from `fromMs` to `toMs`, both included, at most `stepMs` apart. */
export function gridOf(fromMs: number, toMs: number, stepMs: number): number[] {
  const steps = Math.max(1, Math.ceil((toMs - fromMs) / stepMs));
  return Array.from({ length: steps + 1 }, (_, i) => fromMs + ((toMs - fromMs) * i) / steps);
}

/**
 * Greatest value of f within a span: the greatest points of the grid, each refined between its neighbours. All of them,
 * for a narrow peak between points (an eccentric orbit through the zenith) may hide beside a broad one.
 */
export function greatestWithin(f: (t: number) => number, fromMs: number, toMs: number, stepMs: number): Point {
  const points = gridOf(fromMs, toMs, stepMs).map((t): Point => ({ t, f: f(t) }));
  let best = points[0]!;
  points.forEach((point, i) => {
    const [before, after] = [points[i - 1] ?? point, points[i + 1] ?? point];
    if (!(point.f >= before.f && point.f >= after.f)) return;
    const refined = maximumWithin(f, before.t, after.t);
    for (const found of [point, refined]) if (found.f > best.f) best = found;
  });
  return best;
}
