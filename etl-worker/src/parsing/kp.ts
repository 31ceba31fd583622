/** How far a printed Kp (two or three decimals, or tenths) may be from its third. */
const ROUNDING = 0.05;

/**
 * Kp as exact thirds: GFZ prints 2.333, CelesTrak's file 23. So the same value from either is the same record. A number
 * that is near no third is left as it is.
 */
export function kpInThirds(kp: number): number {
  const third = Math.round(kp * 3) / 3;
  return Math.abs(third - kp) <= ROUNDING ? third : kp;
}
