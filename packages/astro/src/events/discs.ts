/** Fraction of a disc of radius `a` that a disc of radius `b` covers, their centres `separation` apart. 0 to 1. */
export function coveredFraction(a: number, b: number, separation: number): number {
  if (separation >= a + b) return 0;
  if (separation <= Math.abs(a - b)) return b >= a ? 1 : (b / a) ** 2;
  // Two circular segments; their half angles from the law of cosines.
  const alpha = Math.acos((a * a + separation * separation - b * b) / (2 * a * separation));
  const beta = Math.acos((b * b + separation * separation - a * a) / (2 * b * separation));
  const segments = a * a * (alpha - Math.sin(2 * alpha) / 2) + b * b * (beta - Math.sin(2 * beta) / 2);
  return segments / (Math.PI * a * a);
}
