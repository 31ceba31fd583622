import type { Layout } from './spec.ts';

/**
 * Of the rotations a network sees the broad ones only: it is given all leads at once, and the narrow ones are mostly
 * noise.
 */
const SEEN = /rotation1\.(-?\d+h\.(6h-6h|24h-24h|12h-12h)|atIssue)/;

const seenBy = new WeakMap<Layout, readonly number[]>();

/** Columns that the network of a variant sees. */
export function neuralColumns(layout: Layout): readonly number[] {
  const known = seenBy.get(layout);
  if (known) return known;
  const columns = layout.features.flatMap(({ name }, column) =>
    !name.includes('.rotation') || SEEN.test(name) ? [column] : [],
  );
  seenBy.set(layout, columns);
  return columns;
}

export const neuralRow = (layout: Layout, row: Float32Array): Float32Array =>
  Float32Array.from(neuralColumns(layout), (column) => row[column] as number);
