import type { Matrix } from './gbm/bins.ts';

/** Means and standard deviations of the features; a missing value counts as the mean. */
export interface Scaler {
  readonly mean: Float32Array;
  readonly scale: Float32Array;
}

/** A linear model on scaled features: intercept and coefficients of the columns it uses. */
export interface Ridge {
  readonly intercept: number;
  readonly columns: Uint16Array;
  readonly coefficients: Float32Array;
}

/** Sums of products of the scaled features over the given rows, made once for many targets. */
export interface Gram {
  readonly rows: Uint32Array;
  readonly scaled: Float32Array;
  readonly products: Float64Array;
  readonly columns: number;
}

export function fitScaler({ columns, values }: Matrix, rows: Uint32Array): Scaler {
  const mean = new Float32Array(columns);
  const scale = new Float32Array(columns).fill(1);
  for (let column = 0; column < columns; column++) {
    let [sum, squares, n] = [0, 0, 0];
    for (const row of rows) {
      const value = values[row * columns + column] as number;
      if (value !== value) continue;
      sum += value;
      squares += value * value;
      n++;
    }
    if (n === 0) continue;
    mean[column] = sum / n;
    const variance = squares / n - (sum / n) ** 2;
    if (variance > 1e-12) scale[column] = Math.sqrt(variance);
  }
  return { mean, scale };
}

/** A value in standard deviations from its mean; 0 where it is missing. */
export const scaledValue = ({ mean, scale }: Scaler, column: number, value: number): number =>
  value === value ? (value - (mean[column] as number)) / (scale[column] as number) : 0;

export function gramOf({ columns, values }: Matrix, rows: Uint32Array, scaler: Scaler): Gram {
  const scaled = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    for (let c = 0; c < columns; c++)
      scaled[i * columns + c] = scaledValue(scaler, c, values[row * columns + c] as number);
  });
  const products = new Float64Array(columns * columns);
  for (let i = 0; i < rows.length; i++) {
    const at = i * columns;
    for (let a = 0; a < columns; a++) {
      const value = scaled[at + a] as number;
      if (value === 0) continue;
      const line = a * columns;
      for (let b = 0; b <= a; b++) (products[line + b] as number) += value * (scaled[at + b] as number);
    }
  }
  return { rows, scaled, products, columns };
}

/**
 * Ridge regression (Hoerl & Kennard 1970) of `target` (by row of the matrix; NaN rows count as the mean) with penalty
 * `lambda` per row.
 */
export function fitRidge(gram: Gram, columns: readonly number[], target: Float64Array, lambda: number): Ridge {
  const { rows, scaled, products } = gram;
  let [sum, n] = [0, 0];
  for (const row of rows) {
    const value = target[row] as number;
    if (value !== value) continue;
    sum += value;
    n++;
  }
  const intercept = n === 0 ? 0 : sum / n;
  const size = columns.length;
  const right = new Float64Array(size);
  rows.forEach((row, i) => {
    const rest = (target[row] as number) - intercept;
    if (rest !== rest) return;
    for (let c = 0; c < size; c++)
      (right[c] as number) += rest * (scaled[i * gram.columns + (columns[c] as number)] as number);
  });
  const left = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      const [low, high] = [columns[a] as number, columns[b] as number].sort((p, q) => p - q) as [number, number];
      left[a * size + b] = products[high * gram.columns + low] as number;
    }
    (left[a * size + a] as number) += lambda * rows.length;
  }
  return { intercept, columns: Uint16Array.from(columns), coefficients: Float32Array.from(solve(left, right)) };
}

/** Solves a symmetric positive definite system by Cholesky's method; `left` is overwritten. */
export function solve(left: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = left[i * n + j] as number;
      for (let k = 0; k < j; k++) sum -= (left[i * n + k] as number) * (left[j * n + k] as number);
      left[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (left[j * n + j] as number);
    }
  }
  const x = right.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) (x[i] as number) -= (left[i * n + k] as number) * (x[k] as number);
    (x[i] as number) /= left[i * n + i] as number;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) (x[i] as number) -= (left[k * n + i] as number) * (x[k] as number);
    (x[i] as number) /= left[i * n + i] as number;
  }
  return x;
}

/** The value of a row of (unscaled) features. */
export function ridgeValue({ intercept, columns, coefficients }: Ridge, scaler: Scaler, row: Float32Array): number {
  let value = intercept;
  columns.forEach(
    (column, i) => (value += (coefficients[i] as number) * scaledValue(scaler, column, row[column] as number)),
  );
  return value;
}
