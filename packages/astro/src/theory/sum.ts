/**
 * A Poisson series: for each power of the time a flat list of terms, amplitude first, then the coefficients of its
 * phase.
 */
export type Series = readonly (readonly number[])[];

/** The three spherical coordinates of a body. */
export interface Theory {
  readonly longitude: Series;
  readonly latitude: Series;
  readonly radius: Series;
}

/** Σ T^k Σ A cos(φ0 + φ1 T): three numbers a term. */
export function sumOfCosines(series: Series, time: number): number {
  let sum = 0;
  let power = 1;
  for (const terms of series) {
    let part = 0;
    for (let i = 0; i < terms.length; i += 3) part += terms[i]! * Math.cos(terms[i + 1]! + terms[i + 2]! * time);
    sum += power * part;
    power *= time;
  }
  return sum;
}

/** Σ T^k Σ A sin(φ0 + φ1 T + φ2 T² + φ3 T³): five numbers a term. */
export function sumOfSines(series: Series, time: number): number {
  let sum = 0;
  let power = 1;
  for (const terms of series) {
    let part = 0;
    for (let i = 0; i < terms.length; i += 5) {
      const phase = terms[i + 1]! + time * (terms[i + 2]! + time * (terms[i + 3]! + time * terms[i + 4]!));
      part += terms[i]! * Math.sin(phase);
    }
    sum += power * part;
    power *= time;
  }
  return sum;
}

/** c0 + c1 T + c2 T² … */
export const polynomial = (time: number, coefficients: readonly number[]): number =>
  coefficients.reduceRight((sum, coefficient) => sum * time + coefficient, 0);
