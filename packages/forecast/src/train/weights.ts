/** Step of the grid of weights. */
const STEP = 0.05;

/** Sums of products of the errors of members over common rows, from which the squared error of any blend follows. */
export interface ErrorProducts {
  readonly n: number;
  readonly products: readonly (readonly number[])[];
}

export function errorProducts(members: readonly Float64Array[], observed: Float64Array): ErrorProducts {
  const errors = members.map((member) => Float64Array.from(observed, (value, i) => (member[i] as number) - value));
  const products = errors.map((a) =>
    errors.map((b) =>
      a.reduce((sum, error, i) => sum + (Number.isNaN(error * (b[i] as number)) ? 0 : error * (b[i] as number)), 0),
    ),
  );
  return { n: observed.length, products };
}

export function addProducts(all: readonly ErrorProducts[]): ErrorProducts {
  const [first, ...rest] = all as [ErrorProducts, ...ErrorProducts[]];
  return rest.reduce(
    (sum, { n, products }) => ({
      n: sum.n + n,
      products: sum.products.map((line, a) => line.map((value, b) => value + (products[a]?.[b] as number))),
    }),
    first,
  );
}

/**
 * Weights >= 0 with sum 1 that minimise the squared error of the blend (stacking; Breiman 1996); 0 for absent members.
 */
export function bestWeights({ products }: ErrorProducts, present: readonly boolean[]): readonly number[] {
  let best: readonly number[] = present.map((there) => (there ? 1 : 0));
  let least = Infinity;
  for (const weights of simplex(present)) {
    const loss = weights.reduce(
      (sum, wa, a) => sum + weights.reduce((part, wb, b) => part + wa * wb * (products[a]?.[b] as number), 0),
      0,
    );
    if (loss < least) [least, best] = [loss, weights];
  }
  return best;
}

/** All weights on the grid of STEP that add up to 1. */
function simplex(present: readonly boolean[], left = 1): readonly (readonly number[])[] {
  const [here, ...rest] = present;
  if (rest.length === 0) return here || left < STEP / 2 ? [[left]] : [];
  const most = here ? Math.round(left / STEP) : 0;
  return Array.from({ length: most + 1 }, (_, k) => k * STEP).flatMap((weight) =>
    simplex(rest, Math.max(0, left - weight)).map((tail) => [weight, ...tail]),
  );
}
