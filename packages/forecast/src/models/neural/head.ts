/** The middle of the quantiles, from which the others are counted: the one nearest to 0.5. */
export function middleOf(quantiles: readonly number[]): number {
  let middle = 0;
  quantiles.forEach((q, i) => {
    if (Math.abs(q - 0.5) < Math.abs(quantiles[middle]! - 0.5)) middle = i;
  });
  return middle;
}

/** ln(1 + eˣ), without overflow. */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log(1 + Math.exp(-Math.abs(x)));

/** x with softplus(x) = y; y at or below 1e-4 is taken as that. */
export function inverseSoftplus(y: number): number {
  const above = Math.max(y, 1e-4);
  return above + Math.log(-Math.expm1(-above));
}

/**
 * The quantiles of one output in scaled units, ascending, written into `levels`. `raw` holds rows of the last layer's
 * values; that of quantile i is at `start + i · stride`.
 */
export function levelsOf(raw: Float32Array, start: number, stride: number, middle: number, levels: Float64Array): void {
  levels[middle] = raw[start + middle * stride]!;
  for (let i = middle + 1; i < levels.length; i++) levels[i] = levels[i - 1]! + softplus(raw[start + i * stride]!);
  for (let i = middle - 1; i >= 0; i--) levels[i] = levels[i + 1]! - softplus(raw[start + i * stride]!);
}
