import type { Numbers } from '../evaluate/pairs.ts';
import type { Matrix } from '../models/gbm/bins.ts';
import { correlationSteps } from './correlation.ts';

/** Bins of a reference: the distance of distribution functions is resolved to the share of one bin, 5 %. */
const BINS = 20;
/** Digits of an edge; it is rounded before anything is counted, so that reference and live data are binned alike. */
const EDGE_DIGITS = 6;
/**
 * Half a case in each bin (Krichevsky & Trofimov 1981), so that an empty bin gives a large index and not an infinite
 * one.
 */
const SMOOTHING = 0.5;

/** Chance of a false alarm per feature and check: 1 in 100 for a hundred features. */
const LEVEL = 1e-4;
/** Quantile 1 − 1e-4 of the normal distribution. */
export const Z_LEVEL = 3.719;
/**
 * The convention of credit scoring (Siddiqi 2006): above 0.25 a population has shifted. For a normal distribution that
 * is half a standard deviation.
 */
export const PSI_LIMIT = 0.25;
/** Distance of two normal distributions half a standard deviation apart, 2Φ(0.25) − 1: the same shift as the PSI's. */
export const KS_LIMIT = 0.2;

/** Distribution of a feature in training: small, plain JSON. */
export interface FeatureReference {
  readonly feature: string;
  /**
   * Upper edges of all bins but the last, ascending and distinct; a value belongs to the first bin whose edge is not
   * below it.
   */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Share (0–1) of rows in which it was missing. */
  readonly missing: number;
  /** Smallest and largest value; 0 where there was none. */
  readonly low: number;
  readonly high: number;
  /**
   * Number of consecutive rows that count as one independent row, in level or in spread (the sign of Bz is correlated
   * for hours, its size over the solar cycle).
   */
  readonly correlationSteps: number;
}

/** Current distribution of a feature compared with its reference. */
export interface FeatureDrift {
  readonly feature: string;
  /** Number of known values. */
  readonly n: number;
  /** Population stability index and the Kolmogorov–Smirnov distance (0–1); 0 without values here or there. */
  readonly psi: number;
  readonly psiLimit: number;
  readonly ks: number;
  readonly ksLimit: number;
  /** Shares (0–1) of rows in which it is missing, and of values outside the range of training. */
  readonly missing: number;
  readonly beyond: number;
}

/** References of all features from the training rows, in chronological order. */
export function featureReferences(names: readonly string[], matrix: Matrix): FeatureReference[] {
  return names.map((feature, column) => {
    const values = columnOf(matrix, column);
    const known = values.filter((value) => value === value);
    const sorted = known.slice().sort();
    const edges = quantileEdges(sorted);
    const median = sorted[sorted.length >> 1] ?? 0;
    return {
      feature,
      edges,
      counts: [...countByBin(edges, known)],
      missing: matrix.rows > 0 ? 1 - known.length / matrix.rows : 0,
      low: sorted[0] ?? 0,
      high: sorted[sorted.length - 1] ?? 0,
      correlationSteps: Math.max(
        correlationSteps(values),
        correlationSteps(values.map((value) => Math.abs(value - median))),
      ),
    };
  });
}

/** One column of a matrix. */
export function columnOf({ rows, columns, values }: Matrix, column: number): Float32Array {
  const picked = new Float32Array(rows);
  for (let row = 0; row < rows; row++) picked[row] = values[row * columns + column]!;
  return picked;
}

/**
 * Compares live values of a feature (in chronological order, at the stride of the reference's rows) with the reference.
 * Each distance has a limit: the shift that matters (PSI 0.25, KS 0.2), or the distance that chance alone exceeds once
 * in 10,000 checks if that is more. Both count independent values, n / correlationSteps: a slow feature needs a long
 * span before a shift can be distinguished from natural variation of the Sun, one as slow as F10.7 many years.
 */
export function compareFeature(reference: FeatureReference, live: Numbers): FeatureDrift {
  const known = live.filter((value) => value === value);
  const n = known.length;
  const trained = reference.counts.reduce((sum, count) => sum + count, 0);
  const counts = countByBin(reference.edges, known);
  const empty = n === 0 || trained === 0;
  // Sum of the variances of the two means, for a variance of 1.
  const noise = reference.correlationSteps * (1 / Math.max(1, n) + 1 / Math.max(1, trained));
  return {
    feature: reference.feature,
    n,
    psi: empty ? 0 : stabilityIndex(reference.counts, counts),
    psiLimit: Math.max(PSI_LIMIT, chiSquareLimit(counts.length - 1) * noise),
    ks: empty ? 0 : ksDistance(reference.counts, counts),
    ksLimit: Math.max(KS_LIMIT, Math.sqrt((-Math.log(LEVEL / 2) / 2) * noise)),
    missing: live.length > 0 ? 1 - n / live.length : 0,
    beyond: empty ? 0 : known.filter((value) => value < reference.low || value > reference.high).length / n,
  };
}

/**
 * Σ (q − p) ln(q / p) over the bins' shares: the symmetric divergence of Kullback & Leibler (1951), smoothed by half a
 * case per bin.
 */
export function stabilityIndex(reference: ArrayLike<number>, live: ArrayLike<number>): number {
  const [p, q] = [shares(reference, SMOOTHING), shares(live, SMOOTHING)];
  return p.reduce((sum, share, bin) => sum + (q[bin]! - share) * Math.log(q[bin]! / share), 0);
}

/**
 * Largest distance of the two distribution functions over the edges of the bins; the true one is larger by one bin's
 * share at most.
 */
export function ksDistance(reference: ArrayLike<number>, live: ArrayLike<number>): number {
  const [p, q] = [shares(reference, 0), shares(live, 0)];
  let [gap, widest] = [0, 0];
  p.forEach((share, bin) => {
    gap += q[bin]! - share;
    widest = Math.max(widest, Math.abs(gap));
  });
  return widest;
}

function shares(counts: ArrayLike<number>, added: number): number[] {
  const all = Array.from(counts, (count) => count + added);
  const total = all.reduce((sum, count) => sum + count, 0);
  return all.map((count) => count / total);
}

/**
 * Quantile of χ² at the level of a check (Wilson & Hilferty 1931). By chance alone the PSI is χ² of bins − 1 degrees
 * times (1/n + 1/m) (Yurdakul 2018, Statistical properties of the population stability index).
 */
function chiSquareLimit(degrees: number): number {
  if (degrees < 1) return 0;
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + Z_LEVEL * Math.sqrt(spread)) ** 3;
}

function quantileEdges(sorted: Numbers): number[] {
  const edges = Array.from({ length: sorted.length > 0 ? BINS - 1 : 0 }, (_, k) => {
    const value = sorted[Math.min(sorted.length - 1, Math.ceil(((k + 1) * sorted.length) / BINS) - 1)] as number;
    return Number(value.toPrecision(EDGE_DIGITS));
  });
  return [...new Set(edges)];
}

function countByBin(edges: readonly number[], values: Numbers): Float64Array {
  const counts = new Float64Array(edges.length + 1);
  for (const value of values) {
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= edges[middle]!) high = middle;
      else low = middle + 1;
    }
    counts[low]! += 1;
  }
  return counts;
}
