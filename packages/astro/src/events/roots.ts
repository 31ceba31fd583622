/** A zero of a function: where, and whether the function rises through it. */
export interface Crossing {
  readonly at: number;
  readonly rising: boolean;
}

/** 0.1 ms in days: events are rounded to whole milliseconds. */
const TIME_TOLERANCE_DAYS = 0.1 / 86_400_000;
const MAX_ITERATIONS = 100;

/**
 * The zero of `f` between `a` and `b`, where it has opposite signs, by Chandrupatla's method: inverse quadratic
 * interpolation where that is safe, else bisection (T. R. Chandrupatla, Advances in Engineering Software 28, 1997).
 */
export function rootBetween(f: (x: number) => number, a: number, b: number, fa = f(a), fb = f(b)): number {
  let [x1, f1, x2, f2, x3, f3] = [b, fb, a, fa, a, fa];
  let fraction = 0.5;
  for (let i = 0; i < MAX_ITERATIONS; i++) {
    const x = x1 + fraction * (x2 - x1);
    const fx = f(x);
    if (fx === 0) return x;
    if (fx > 0 === f1 > 0) [x3, f3] = [x1, f1];
    else [x3, f3, x2, f2] = [x2, f2, x1, f1];
    [x1, f1] = [x, fx];
    const best = Math.abs(f2) < Math.abs(f1) ? x2 : x1;
    const limit = TIME_TOLERANCE_DAYS / Math.abs(x2 - x1);
    if (limit > 0.5) return best;
    const xi = (x1 - x2) / (x3 - x2);
    const phi = (f1 - f2) / (f3 - f2);
    const trusted = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
    fraction = trusted
      ? (f1 / (f2 - f1)) * (f3 / (f2 - f3)) + ((x3 - x1) / (x2 - x1)) * (f1 / (f3 - f1)) * (f2 / (f3 - f2))
      : 0.5;
    fraction = Math.min(Math.max(fraction, limit), 1 - limit);
  }
  return x1;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Where `f`, which has one minimum between `a` and `b`, is least, to within `tolerance`: golden section. */
export function minimumBetween(f: (x: number) => number, a: number, b: number, tolerance: number): number {
  let [low, high] = [a, b];
  let [x1, x2] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [f1, f2] = [f(x1), f(x2)];
  while (high - low > tolerance) {
    if (f1 < f2) {
      [high, x2, f2] = [x2, x1, f1];
      x1 = high - GOLDEN * (high - low);
      f1 = f(x1);
    } else {
      [low, x1, f1] = [x1, x2, f2];
      x2 = low + GOLDEN * (high - low);
      f2 = f(x2);
    }
  }
  return (low + high) / 2;
}

/** A grid that depends on nothing but its step, so that an event is the same whatever range asks for it. */
interface Scan {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly checkpoint: () => void;
  /** For angles in (−180, 180]: a step across ±180° is no zero. */
  readonly wraps?: boolean;
  /** Look between grid points for an extremum on the other side of zero, which hides two zeros. */
  readonly pairs?: boolean;
}

const HALF_TURN = 180;
/** How near to the top of an arc of altitude its hidden zeros are worth splitting: one second. */
const EXTREMUM_TOLERANCE_DAYS = 1 / 86_400;

/**
 * The zeros of `f` on [from, to], in order, found on the grid `k · step`. Between two grid points `f` may have one
 * zero, or with `pairs` one extremum with a zero on either side.
 */
export function* crossings(f: (x: number) => number, scan: Scan): Generator<Crossing> {
  const { from, to, step } = scan;
  const first = Math.floor(from / step) - 1;
  const last = Math.ceil(to / step) + 1;
  let [before, left] = [NaN, f(first * step)];
  for (let k = first; k < last; k++) {
    scan.checkpoint();
    const right = f((k + 1) * step);
    const found: Crossing[] = [];
    if (scan.pairs) found.push(...hiddenPair(f, (k - 1) * step, step, before, left, right));
    const jump = scan.wraps === true && Math.abs(right - left) > HALF_TURN;
    if (left >= 0 !== right >= 0 && !jump) {
      const at =
        left === 0 ? k * step : right === 0 ? (k + 1) * step : rootBetween(f, k * step, (k + 1) * step, left, right);
      found.push({ at, rising: right > left });
    }
    for (const crossing of found) if (crossing.at >= from && crossing.at <= to) yield crossing;
    [before, left] = [left, right];
  }
}

/** Two zeros beside an extremum around the middle of three grid points that all have the same sign. */
function hiddenPair(
  f: (x: number) => number,
  start: number,
  step: number,
  a: number,
  b: number,
  c: number,
): Crossing[] {
  const sign = b < 0 ? -1 : 1;
  const turnsBack = sign * b < sign * a && sign * b <= sign * c && a >= 0 === b >= 0 && b >= 0 === c >= 0;
  if (!turnsBack) return [];
  // An extremum that a parabola through the three points puts far from zero is not worth a search.
  const curvature = (a - 2 * b + c) / 2;
  const slope = (c - a) / 2;
  const reach = b - (slope * slope) / (4 * curvature);
  if (sign * reach > 0.25 * Math.abs(b) + 2 * Math.abs(curvature)) return [];
  const at = minimumBetween((x) => sign * f(x), start, start + 2 * step, EXTREMUM_TOLERANCE_DAYS);
  const top = f(at);
  if (top >= 0 === b >= 0) return [];
  return [
    { at: rootBetween(f, start, at, a, top), rising: sign < 0 },
    { at: rootBetween(f, at, start + 2 * step, top, c), rising: sign > 0 },
  ];
}

/** The extrema of `f` on [from, to]: the zeros of its difference over ±`half` days; `rising` marks a minimum. */
export function extrema(f: (x: number) => number, half: number, scan: Scan): Generator<Crossing> {
  return crossings((x) => f(x + half) - f(x - half), scan);
}
