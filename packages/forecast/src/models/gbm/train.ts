import { seededRandom } from '../../random.ts';
import { binMatrix, fitEdges, type BinEdges, type Binned, type Matrix } from './bins.ts';
import { addTree, joinTrees, logistic, type Boosted, type Loss } from './boosted.ts';
import { growTree, type Tree, type TreeSettings } from './tree.ts';

export interface BoostingSettings extends TreeSettings {
  readonly loss: Loss;
  readonly trees: number;
  readonly learningRate: number;
  /** Shares of rows and features that each tree sees (stochastic gradient boosting, Friedman 2002). */
  readonly rowShare: number;
  readonly columnShare: number;
  readonly seed: number;
}

/** Features by bins with their edges, made once for many targets of the same rows. */
export interface BoostingData {
  readonly edges: BinEdges;
  readonly binned: Binned;
}

export function boostingData(matrix: Matrix): BoostingData {
  const edges = fitEdges(matrix);
  return { edges, binned: binMatrix(matrix, edges) };
}

/** Gradient boosting (Friedman 2001) of `target` by row on the given columns; rows of NaN are left out. */
export function boost(
  data: Binned,
  columns: readonly number[],
  target: Float64Array,
  { loss, trees, seed, rowShare, columnShare, learningRate, ...treeSettings }: BoostingSettings,
): Boosted {
  const random = seededRandom(seed);
  const known = Uint32Array.from(target.keys()).filter((row) => !Number.isNaN(target[row]));
  const base = baseOf(known, target, loss);
  const score = new Float64Array(data.rows).fill(base);
  const gradient = new Float64Array(data.rows);
  const hessian = new Float64Array(data.rows);
  const usable = Uint16Array.from(columns);
  const grown: Tree[] = [];
  for (let round = 0; round < trees; round++) {
    derivatives(loss, known, target, score, gradient, hessian);
    const rows = known.filter(() => random() < rowShare);
    const seen = usable.filter(() => random() < columnShare);
    const tree = growTree(data, gradient, hessian, rows, seen.length > 0 ? seen : usable, treeSettings);
    for (let leaf = 0; leaf < tree.leaf.length; leaf++) (tree.leaf[leaf] as number) *= learningRate;
    addTree(data, tree, known, score);
    grown.push(tree);
  }
  return joinTrees(loss, base, grown);
}

/** The constant with the least loss: the mean, or its log-odds. */
function baseOf(known: Uint32Array, target: Float64Array, loss: Loss): number {
  let sum = 0;
  for (const row of known) sum += target[row] as number;
  const mean = known.length === 0 ? 0 : sum / known.length;
  return loss === 'squared' ? mean : Math.log(Math.max(mean, 1e-6) / Math.max(1 - mean, 1e-6));
}

function derivatives(
  loss: Loss,
  known: Uint32Array,
  target: Float64Array,
  score: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  for (const row of known) {
    const expected = loss === 'squared' ? (score[row] as number) : logistic(score[row] as number);
    gradient[row] = expected - (target[row] as number);
    hessian[row] = loss === 'squared' ? 1 : Math.max(expected * (1 - expected), 1e-6);
  }
}
