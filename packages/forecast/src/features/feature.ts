import type { Matrix } from '../models/gbm/bins.ts';
import { viewAt, type Derived, type View } from './view.ts';

/** A number a model may use: a pure function of the data known at the moment of issue. NaN where undefined. */
export interface Feature {
  readonly name: string;
  readonly of: (view: View) => number;
}

/** One row of features. */
export const featureRow = (features: readonly Feature[], view: View): Float32Array =>
  Float32Array.from(features, ({ of }) => of(view));

/** Features by moment, row by row in the order of the moments. */
export function featureMatrix(features: readonly Feature[], derived: Derived, issuedAtMs: readonly number[]): Matrix {
  const columns = features.length;
  const values = new Float32Array(issuedAtMs.length * columns);
  issuedAtMs.forEach((atMs, row) => {
    const view = viewAt(derived, atMs);
    for (let column = 0; column < columns; column++)
      values[row * columns + column] = (features[column] as Feature).of(view);
  });
  return { rows: issuedAtMs.length, columns, values };
}
