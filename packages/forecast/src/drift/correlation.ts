import type { Numbers } from '../evaluate/pairs.ts';

/** Number of blocks that estimates a variance to within a quarter (√(2/32)). */
const MIN_BLOCKS = 32;

/**
 * Number of consecutive values that count as one independent value, at least 1: the mean of n values has the variance
 * of the mean of n / this many independent ones. Values are in chronological order and evenly spaced, NaN is missing.
 * By blocking (Flyvbjerg & Petersen 1989, J. Chem. Phys. 91, 461): block size × variance of block means / variance, the
 * largest over block sizes 1, 2, 4 … with 32 blocks, so correlation over more than 1/32 of the data is still
 * underestimated.
 */
export function correlationSteps(values: Numbers): number {
  let sums = Float64Array.from(values, (value) => (value === value ? value : 0));
  let counts = Float64Array.from(values, (value) => (value === value ? 1 : 0));
  const single = spread(sums, counts, 1);
  if (!(single.variance > 0)) return 1;
  let longest = 1;
  for (let size = 2; sums.length >= 2 * MIN_BLOCKS; size *= 2) {
    [sums, counts] = [pairwise(sums), pairwise(counts)];
    const { variance, held } = spread(sums, counts, size / 2);
    longest = Math.max(longest, (held * variance) / single.variance);
  }
  return longest;
}

function pairwise(blocks: Float64Array): Float64Array<ArrayBuffer> {
  const merged = new Float64Array(blocks.length >> 1);
  for (let i = 0; i < merged.length; i++) merged[i] = blocks[2 * i]! + blocks[2 * i + 1]!;
  return merged;
}

/**
 * Variance of the means of the blocks that hold enough values, and the mean number of values in those blocks; 0 if
 * fewer than 32 blocks do.
 */
function spread(
  sums: Float64Array,
  counts: Float64Array,
  enough: number,
): { readonly variance: number; readonly held: number } {
  let [blocks, total, held] = [0, 0, 0];
  for (let i = 0; i < sums.length; i++) {
    if (counts[i]! < enough) continue;
    blocks++;
    held += counts[i]!;
    total += sums[i]! / counts[i]!;
  }
  if (blocks < MIN_BLOCKS) return { variance: 0, held: 0 };
  let squares = 0;
  for (let i = 0; i < sums.length; i++) {
    if (counts[i]! >= enough) squares += (sums[i]! / counts[i]! - total / blocks) ** 2;
  }
  return { variance: squares / (blocks - 1), held: held / blocks };
}

/** Correlation of each number with the next; 0 if they are constant. */
export function lagOneCorrelation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [products, squares] = [0, 0];
  values.forEach((value, i) => {
    squares += (value - mean) ** 2;
    if (i > 0) products += (value - mean) * (values[i - 1]! - mean);
  });
  return squares > 0 ? products / squares : 0;
}
