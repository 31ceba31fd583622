import { seededRandom } from '../../random.ts';

/** Independent standard normal numbers (Box & Muller 1958). */
export function normals(n: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from(
    { length: n },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

/** A stationary AR(1) series of mean 0 and deviation 1, each value keeping `memory` (0–1) of the one before. */
export function ar1(n: number, memory: number, seed: number): Float64Array {
  const noise = normals(n, seed);
  const scale = Math.sqrt(1 - memory ** 2);
  let last = noise[0] ?? 0;
  return noise.map((value, i) => (last = i === 0 ? last : memory * last + scale * value));
}
