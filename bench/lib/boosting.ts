import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '@orrery/forecast';
import { binOf, boost, boostedScore, boostingData, type Matrix } from '@orrery/forecast/boosting';
import { askPython, ensurePython, figure, median, ROOT } from './peer.ts';

const LEARNED = 50_000;
const ROWS = LEARNED + 10_000;
const COLUMNS = 100;
const TREES = 200;
const LEAVES = 16;
const LEARNING_RATE = 0.05;
const LEAST_ROWS = 60;
const LAMBDA = 5;
const SEED = 1;
const ROUNDS = 3;
/** What our own boosting has (bin 0 is for missing values). */
const BINS = 63;

interface Table {
  readonly matrix: Matrix;
  readonly target: Float64Array;
}

/** How many rows and columns each tree sees: all, and as the models of the product do. */
const SHARES = [
  { name: 'whole', rowShare: 1, columnShare: 1 },
  { name: 'bagged', rowShare: 0.5, columnShare: 0.4 },
] as const;
type Shares = (typeof SHARES)[number];

/**
 * Uniform features, every fiftieth value missing; a target of waves, steps and products of eight of them in as much
 * noise.
 */
function madeUpTable(): Table {
  const random = seededRandom(SEED);
  const values = Float32Array.from({ length: ROWS * COLUMNS }, () => (random() < 0.02 ? NaN : random()));
  const at = (row: number, column: number): number => values[row * COLUMNS + column] || 0.5;
  const target = Float64Array.from({ length: ROWS }, (_, row) => {
    const signal =
      Math.sin(6 * at(row, 0)) +
      (at(row, 1) > 0.5 ? 1 : 0) +
      2 * at(row, 2) * at(row, 3) +
      at(row, 4) * (at(row, 5) > 0.3 ? at(row, 6) : -at(row, 7));
    return signal + (random() + random() + random() + random() - 2) * 1.5;
  });
  return { matrix: { rows: ROWS, columns: COLUMNS, values }, target };
}

interface Fit {
  /** By the clock, and of the processor: on a busy machine only the latter compares one thread with one. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly rmse: number;
}

function fitOurs({ matrix, target }: Table, { rowShare, columnShare }: Shares): Fit {
  const learned: Matrix = { ...matrix, rows: LEARNED, values: matrix.values.subarray(0, LEARNED * COLUMNS) };
  const began = performance.now();
  const cpu = process.cpuUsage();
  const { edges, binned } = boostingData(learned);
  const model = boost(binned, [...Array(COLUMNS).keys()], target.subarray(0, LEARNED), {
    loss: 'squared',
    trees: TREES,
    learningRate: LEARNING_RATE,
    maxLeaves: LEAVES,
    minLeafWeight: LEAST_ROWS,
    lambda: LAMBDA,
    rowShare,
    columnShare,
    seed: SEED,
  });
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  let squares = 0;
  for (let row = LEARNED; row < ROWS; row++) {
    const bins = Uint8Array.from(edges, (own, column) => binOf(own, matrix.values[row * COLUMNS + column]!));
    squares += (boostedScore(model, bins) - target[row]!) ** 2;
  }
  return { seconds, cpuSeconds: (user + system) / 1e6, rmse: Math.sqrt(squares / (ROWS - LEARNED)) };
}

interface PeerAnswer {
  readonly version: string;
  readonly seconds: readonly number[];
  readonly cpuSeconds: readonly number[];
  readonly rmse: number;
}

/**
 * One fit of 50,000 rows × 100 features × 200 trees of 16 leaves, ours on one thread against LightGBM on one and two,
 * in one run.
 */
export function compareBoosting(): void {
  ensurePython({ lightgbm: 'lightgbm', numpy: 'numpy' });
  const table = madeUpTable();
  const folder = mkdtempSync(join(ROOT, '.cache/boosting-'));
  const files = { values: join(folder, 'values.f32'), target: join(folder, 'target.f64') };
  try {
    writeFileSync(files.values, table.matrix.values);
    writeFileSync(files.target, table.target);
    for (const shares of SHARES) compareWith(table, shares, files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compareWith(table: Table, shares: Shares, files: { readonly values: string; readonly target: string }): void {
  const prefix = `forecast/boosting/${shares.name}`;
  const fits = Array.from({ length: ROUNDS }, () => fitOurs(table, shares));
  const ours = median(fits.map(({ seconds }) => seconds));
  const oursCpu = median(fits.map(({ cpuSeconds }) => cpuSeconds));
  figure(`${prefix}/orrery`, ours, 's');
  figure(`${prefix}/orrery-cpu`, oursCpu, 's');
  figure(`${prefix}/orrery-rmse`, fits[0]!.rmse, 'made-up');
  for (const threads of [1, 2]) {
    const { version, seconds, cpuSeconds, rmse } = askPython<PeerAnswer>('lightgbm_peer.py', {
      ...files,
      rows: ROWS,
      columns: COLUMNS,
      learned: LEARNED,
      trees: TREES,
      leaves: LEAVES,
      rate: LEARNING_RATE,
      bins: BINS,
      leastRows: LEAST_ROWS,
      lambda: LAMBDA,
      rowShare: shares.rowShare,
      columnShare: shares.columnShare,
      seed: SEED,
      threads,
      rounds: ROUNDS,
    });
    const peer = `lightgbm-${version}-${threads === 1 ? '1-thread' : '2-threads'}`;
    figure(`${prefix}/${peer}`, median(seconds), 's');
    figure(`${prefix}/${peer}-over-orrery`, median(seconds) / ours, 'ratio');
    if (threads === 1) figure(`${prefix}/${peer}-over-orrery-cpu`, median(cpuSeconds) / oursCpu, 'ratio');
    figure(`${prefix}/${peer}-rmse`, rmse, 'made-up');
  }
}
