/**
 * Arrays of PostgreSQL in its binary format (array_send, array_recv of its source): number of dimensions, whether there
 * are nulls, type of the elements, length, lower bound, then each element behind its own length. As text, each number
 * would be formatted and parsed twice.
 */
const OIDS = { int2: 21, int4: 23, float8: 701, timestamptz: 1184 } as const;
const SIZES = { int2: 2, int4: 4, float8: 8, timestamptz: 8 } as const;
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
/** Length of a null, which has no bytes. */
const NULL_LENGTH = -1;
/** PostgreSQL counts microseconds since 2000. */
const EPOCH_MS = Date.UTC(2000, 0, 1);

export type ElementType = keyof typeof OIDS;

/** An array as a parameter of a statement. Times in epoch ms, `NULL` where a value is null. */
export function toArray(type: ElementType, values: readonly (number | null)[]): Buffer {
  const size = SIZES[type];
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + values.length * (LENGTH_BYTES + size));
  const view = new DataView(buffer.buffer, buffer.byteOffset);
  let at = HEADER_BYTES;
  let hasNull = 0;
  for (const value of values) {
    view.setInt32(at, value === null ? NULL_LENGTH : size);
    at += LENGTH_BYTES;
    if (value === null) {
      hasNull = 1;
      continue;
    }
    setNumber(view, at, type, value);
    at += size;
  }
  [1, hasNull, OIDS[type], values.length, 1].forEach((word, i) => view.setInt32(i * LENGTH_BYTES, word));
  return buffer.subarray(0, at);
}

/** The elements of an array from PostgreSQL; the inverse of `toArray`. */
export function fromArray(type: ElementType, buffer: Buffer): (number | null)[] {
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  const length = view.getInt32(0) === 0 ? 0 : view.getInt32(3 * LENGTH_BYTES);
  const values: (number | null)[] = [];
  let at = HEADER_BYTES;
  for (let i = 0; i < length; i += 1) {
    const size = view.getInt32(at);
    at += LENGTH_BYTES;
    if (size === NULL_LENGTH) {
      values.push(null);
      continue;
    }
    values.push(getNumber(view, at, type));
    at += size;
  }
  return values;
}

function setNumber(view: DataView, at: number, type: ElementType, value: number): void {
  if (type === 'int2') view.setInt16(at, value);
  else if (type === 'int4') view.setInt32(at, value);
  else if (type === 'float8') view.setFloat64(at, value);
  else view.setBigInt64(at, BigInt(value - EPOCH_MS) * 1000n);
}

function getNumber(view: DataView, at: number, type: ElementType): number {
  if (type === 'int2') return view.getInt16(at);
  if (type === 'int4') return view.getInt32(at);
  if (type === 'float8') return view.getFloat64(at);
  return Number(view.getBigInt64(at) / 1000n) + EPOCH_MS;
}
