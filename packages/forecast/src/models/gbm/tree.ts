import { BINS, type Binned } from './bins.ts';

/**
 * A regression tree over bins. Node i splits on `feature[i]`: bin <= `bin[i]` goes to `left[i]`, else to `right[i]`; a
 * child below 0 is leaf −1 − child.
 */
export interface Tree {
  readonly feature: Uint16Array;
  readonly bin: Uint8Array;
  readonly left: Int16Array;
  readonly right: Int16Array;
  readonly leaf: Float32Array;
}

export interface TreeSettings {
  readonly maxLeaves: number;
  /** Least sum of second derivatives (with squared loss: of weights) in a leaf. */
  readonly minLeafWeight: number;
  /** L2 penalty on leaf values. */
  readonly lambda: number;
}

interface Leaf {
  readonly from: number;
  readonly to: number;
  readonly histogram: Float64Array;
  readonly gradient: number;
  readonly hessian: number;
  readonly split: Split | null;
  /** Where its number stands in the parent: index of the node, and which side. */
  readonly parent: number;
  readonly isLeft: boolean;
}

interface Split {
  readonly gain: number;
  readonly column: number;
  readonly bin: number;
}

/**
 * Grows one tree best-first by histograms (Ke et al. 2017, LightGBM, §2; gain as Chen & Guestrin 2016, XGBoost, eq. 7):
 * `rows` are the rows it may see and are reordered, `columns` the features it may use.
 */
export function growTree(
  data: Binned,
  gradient: Float64Array,
  hessian: Float64Array,
  rows: Uint32Array,
  columns: Uint16Array,
  settings: TreeSettings,
): Tree {
  const grower = createGrower(data, gradient, hessian, rows, columns, settings);
  const nodes: { feature: number; bin: number; left: number; right: number }[] = [];
  const values: number[] = [];
  let open: Leaf[] = [grower.root()];
  while (open.length < settings.maxLeaves) {
    const best = open.reduce<Leaf | null>((a, b) => ((b.split?.gain ?? 0) > (a?.split?.gain ?? 0) ? b : a), null);
    if (best?.split == null) break;
    const node = nodes.push({ feature: best.split.column, bin: best.split.bin, left: 0, right: 0 }) - 1;
    attach(nodes, best, node);
    open = [...open.filter((leaf) => leaf !== best), ...grower.divide(best, best.split, node)];
  }
  for (const leaf of open) attach(nodes, leaf, -values.push(-leaf.gradient / (leaf.hessian + settings.lambda)));
  return {
    feature: Uint16Array.from(nodes, ({ feature }) => feature),
    bin: Uint8Array.from(nodes, ({ bin }) => bin),
    left: Int16Array.from(nodes, ({ left }) => left),
    right: Int16Array.from(nodes, ({ right }) => right),
    leaf: Float32Array.from(values),
  };
}

function attach(nodes: { left: number; right: number }[], { parent, isLeft }: Leaf, child: number): void {
  const node = nodes[parent];
  if (node) node[isLeft ? 'left' : 'right'] = child;
}

function createGrower(
  data: Binned,
  gradient: Float64Array,
  hessian: Float64Array,
  rows: Uint32Array,
  columns: Uint16Array,
  settings: TreeSettings,
) {
  const size = columns.length * BINS * 2;
  const scratch = new Uint32Array(rows.length);

  function histogramOf(from: number, to: number): Float64Array {
    const histogram = new Float64Array(size);
    for (let c = 0; c < columns.length; c++) {
      const offset = (columns[c] as number) * data.rows;
      const base = c * BINS * 2;
      for (let i = from; i < to; i++) {
        const row = rows[i] as number;
        const slot = base + (data.bins[offset + row] as number) * 2;
        (histogram[slot] as number) += gradient[row] as number;
        (histogram[slot + 1] as number) += hessian[row] as number;
      }
    }
    return histogram;
  }

  function leafOf(from: number, to: number, histogram: Float64Array, parent: number, isLeft: boolean): Leaf {
    let g = 0;
    let h = 0;
    for (let bin = 0; bin < BINS; bin++) {
      g += histogram[bin * 2] as number;
      h += histogram[bin * 2 + 1] as number;
    }
    return { from, to, histogram, gradient: g, hessian: h, split: bestSplit(histogram, g, h), parent, isLeft };
  }

  function bestSplit(histogram: Float64Array, g: number, h: number): Split | null {
    const { lambda, minLeafWeight } = settings;
    const before = (g * g) / (h + lambda);
    let best: Split | null = null;
    for (let c = 0; c < columns.length; c++) {
      let gLeft = 0;
      let hLeft = 0;
      for (let bin = 0; bin < BINS - 1; bin++) {
        const slot = (c * BINS + bin) * 2;
        gLeft += histogram[slot] as number;
        hLeft += histogram[slot + 1] as number;
        const hRight = h - hLeft;
        if (hLeft < minLeafWeight) continue;
        if (hRight < minLeafWeight) break;
        const gRight = g - gLeft;
        const gain = (gLeft * gLeft) / (hLeft + lambda) + (gRight * gRight) / (hRight + lambda) - before;
        if (gain > (best?.gain ?? 1e-9)) best = { gain, column: columns[c] as number, bin };
      }
    }
    return best;
  }

  /** Rows that go left come first, each side in its old order. Returns where the right side begins. */
  function partition({ from, to }: Leaf, { column, bin }: Split): number {
    const offset = column * data.rows;
    let left = from;
    let right = 0;
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      if ((data.bins[offset + row] as number) <= bin) rows[left++] = row;
      else scratch[right++] = row;
    }
    rows.set(scratch.subarray(0, right), left);
    return left;
  }

  return {
    root: () => leafOf(0, rows.length, histogramOf(0, rows.length), -1, true),
    /** Only the smaller side is counted; the larger is what remains of the parent. */
    divide(leaf: Leaf, split: Split, node: number): readonly [Leaf, Leaf] {
      const middle = partition(leaf, split);
      const leftIsSmaller = middle - leaf.from <= leaf.to - middle;
      const small = leftIsSmaller ? histogramOf(leaf.from, middle) : histogramOf(middle, leaf.to);
      const large = leaf.histogram;
      for (let i = 0; i < size; i++) (large[i] as number) -= small[i] as number;
      return [
        leafOf(leaf.from, middle, leftIsSmaller ? small : large, node, true),
        leafOf(middle, leaf.to, leftIsSmaller ? large : small, node, false),
      ];
    },
  };
}
