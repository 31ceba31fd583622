/** The numbers 0 … count − 1 in an order of chance (Fisher and Yates). */
export function shuffled(count: number, random: () => number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
  return order;
}

/** Those rows of a matrix that is `width` wide, one after the other. */
export function gather(matrix: Float32Array, width: number, rows: Int32Array): Float32Array {
  const batch = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i]! * width;
    batch.set(matrix.subarray(start, start + width), i * width);
  }
  return batch;
}

/** Factors of dropout: 0 for the share that is left out, and for the rest what keeps the sum as it was. */
export function dropoutMask(count: number, share: number, random: () => number): Float32Array {
  const kept = 1 / (1 - share);
  const mask = new Float32Array(count);
  for (let i = 0; i < count; i++) mask[i] = random() < share ? 0 : kept;
  return mask;
}
