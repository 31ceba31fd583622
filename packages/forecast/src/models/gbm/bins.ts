/** Missing values are bin 0; values from the smallest up are bins 1…MAX_BINS. */
const MISSING = 0;
/** Few bins regularise noisy targets, and a histogram of all features stays in the processor's cache. */
const MAX_BINS = 63;
export const BINS = MAX_BINS + 1;
/** Quantiles of so many rows place the edges well enough. */
const SAMPLE = 20_000;

/** A table of numbers, row by row; NaN is missing. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** Upper edges of the bins of each feature, ascending; a value belongs to the first bin whose edge is not below it. */
export type BinEdges = readonly Float32Array[];

/** A matrix by bins, column by column. */
export interface Binned {
  readonly rows: number;
  readonly columns: number;
  readonly bins: Uint8Array;
}

/** Edges at even quantiles of each feature, over at most 20,000 evenly spaced rows. */
export function fitEdges({ rows, columns, values }: Matrix): BinEdges {
  const stride = Math.max(1, Math.floor(rows / SAMPLE));
  return Array.from({ length: columns }, (_, column) => {
    const known: number[] = [];
    for (let row = 0; row < rows; row += stride) {
      const value = values[row * columns + column] as number;
      if (!Number.isNaN(value)) known.push(value);
    }
    return quantileEdges(Float32Array.from(known).sort());
  });
}

function quantileEdges(sorted: Float32Array): Float32Array {
  const edges: number[] = [];
  for (let bin = 1; bin < MAX_BINS; bin++) {
    const edge = sorted[Math.floor((bin * sorted.length) / MAX_BINS)];
    if (edge !== undefined && edge !== edges.at(-1)) edges.push(edge);
  }
  return Float32Array.from(edges);
}

/** The bin of a value: binary search over the edges. */
export function binOf(edges: Float32Array, value: number): number {
  if (Number.isNaN(value)) return MISSING;
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

export function binMatrix({ rows, columns, values }: Matrix, edges: BinEdges): Binned {
  const bins = new Uint8Array(rows * columns);
  for (let column = 0; column < columns; column++) {
    const own = edges[column] as Float32Array;
    for (let row = 0; row < rows; row++)
      bins[column * rows + row] = binOf(own, values[row * columns + column] as number);
  }
  return { rows, columns, bins };
}
