import type { Binned } from './bins.ts';
import type { Tree } from './tree.ts';

export type Loss = 'squared' | 'logistic';

/**
 * A boosted ensemble, its trees end to end: tree t has the nodes [nodes[t], nodes[t+1]) and the leaves [leaves[t],
 * leaves[t+1]). The score is `base` and the sum of the leaves; with the logistic loss it is the log-odds.
 */
export interface Boosted {
  readonly loss: Loss;
  readonly base: number;
  readonly nodes: Uint32Array;
  readonly leaves: Uint32Array;
  readonly feature: Uint16Array;
  readonly bin: Uint8Array;
  readonly left: Int16Array;
  readonly right: Int16Array;
  readonly leaf: Float32Array;
}

export function joinTrees(loss: Loss, base: number, trees: readonly Tree[]): Boosted {
  const starts = (sizes: readonly number[]): Uint32Array => {
    const at = new Uint32Array(sizes.length + 1);
    sizes.forEach((size, i) => (at[i + 1] = (at[i] as number) + size));
    return at;
  };
  return {
    loss,
    base,
    nodes: starts(trees.map(({ feature }) => feature.length)),
    leaves: starts(trees.map(({ leaf }) => leaf.length)),
    feature: Uint16Array.from(trees.flatMap(({ feature }) => [...feature])),
    bin: Uint8Array.from(trees.flatMap(({ bin }) => [...bin])),
    left: Int16Array.from(trees.flatMap(({ left }) => [...left])),
    right: Int16Array.from(trees.flatMap(({ right }) => [...right])),
    leaf: Float32Array.from(trees.flatMap(({ leaf }) => [...leaf])),
  };
}

export function treesOf({ nodes, leaves, feature, bin, left, right, leaf }: Boosted): readonly Tree[] {
  return Array.from({ length: nodes.length - 1 }, (_, t) => {
    const [from, to] = [nodes[t], nodes[t + 1]];
    return {
      feature: feature.subarray(from, to),
      bin: bin.subarray(from, to),
      left: left.subarray(from, to),
      right: right.subarray(from, to),
      leaf: leaf.subarray(leaves[t], leaves[t + 1]),
    };
  });
}

/** The score of one row, given by its bins. */
export function boostedScore(
  { base, nodes, leaves, feature, bin, left, right, leaf }: Boosted,
  row: Uint8Array,
): number {
  let score = base;
  for (let t = 0; t + 1 < nodes.length; t++) {
    const first = nodes[t] as number;
    let node = nodes[t + 1] === first ? -1 : 0;
    while (node >= 0) {
      const at = first + node;
      node = ((row[feature[at] as number] as number) <= (bin[at] as number) ? left : right)[at] as number;
    }
    score += leaf[(leaves[t] as number) - 1 - node] as number;
  }
  return score;
}

/** Scores of all rows. */
export function boostedScores(data: Binned, model: Boosted): Float64Array {
  const score = new Float64Array(data.rows).fill(model.base);
  const all = Uint32Array.from({ length: data.rows }, (_, row) => row);
  for (const tree of treesOf(model)) addTree(data, tree, all, score);
  return score;
}

/** Adds the tree's value to the score of the given rows. */
export function addTree(
  data: Binned,
  { feature, bin, left, right, leaf }: Tree,
  rows: Uint32Array,
  score: Float64Array,
): void {
  const { bins } = data;
  const first = feature.length === 0 ? -1 : 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    let node = first;
    while (node >= 0) {
      const at = bins[(feature[node] as number) * data.rows + row] as number;
      node = (at <= (bin[node] as number) ? left : right)[node] as number;
    }
    (score[row] as number) += leaf[-1 - node] as number;
  }
}

export const logistic = (score: number): number => 1 / (1 + Math.exp(-score));
