const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);
const BITS_OF_ONE_HALF = 0x3f000000;

/** A number as the 16 bits of an IEEE 754 half, rounded to nearest, ties to even; beyond 65,504 infinity. */
export function toHalf(value: number): number {
  float[0] = value;
  const sign = (bits[0]! >>> 16) & 0x8000;
  const size = bits[0]! & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  if (size >= 0x477ff000) return sign | 0x7c00;
  if (size < 0x38800000) {
    // Subnormal: beside 0.5 the last bit of a Float32 is worth 2⁻²⁴, as that of a subnormal half is, so the addition
    // rounds.
    float[0] = Math.abs(value) + 0.5;
    return sign | (bits[0]! - BITS_OF_ONE_HALF);
  }
  return sign | ((size + 0xfff + ((size >>> 13) & 1) - 0x38000000) >>> 13);
}

/** The number that 16 bits of an IEEE 754 half stand for. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
