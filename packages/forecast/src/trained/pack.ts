import { gunzipSync, gzipSync } from 'node:zlib';
import { OrreryError } from '@orrery/contract';

/** Kinds of arrays that a file holds beside its JSON. */
const ARRAYS = { Uint8Array, Uint16Array, Int16Array, Uint32Array, Float32Array, Float64Array } as const;
type ArrayName = keyof typeof ARRAYS;
type PackedArray = InstanceType<(typeof ARRAYS)[ArrayName]>;

const MAGIC = 'orrery-model/2';
const ALIGNMENT = 8;

const nameOf = (value: unknown): ArrayName | undefined =>
  (Object.keys(ARRAYS) as ArrayName[]).find((name) => value instanceof ARRAYS[name]);

/**
 * One file of a value of plain objects and typed arrays: a line of format and length, JSON where an array is
 * `{"$array": [kind, offset, length]}`, then the arrays, little-endian, each at a multiple of 8; all of it compressed.
 * The same value gives the same bytes.
 */
export function pack(value: unknown): Uint8Array {
  const parts: Uint8Array[] = [];
  let offset = 0;
  const json = JSON.stringify(value, (_key, item: unknown) => {
    const name = nameOf(item);
    if (name === undefined) return item;
    const array = item as PackedArray;
    const bytes = new Uint8Array(Math.ceil(array.byteLength / ALIGNMENT) * ALIGNMENT);
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    parts.push(bytes);
    offset += bytes.length;
    return { $array: [name, offset - bytes.length, array.length] };
  });
  const text = Buffer.from(json, 'utf8');
  const head = Buffer.from(`${MAGIC} ${text.length}\n`, 'utf8');
  return gzipSync(Buffer.concat([head, text, ...parts]), { level: 9 });
}

/** Reads what `pack` wrote; throws `invalidRequest` for anything else. */
export function unpack(bytes: Uint8Array): unknown {
  const whole = inflate(bytes);
  const end = whole.indexOf(10);
  const [magic, length] = whole.subarray(0, Math.max(0, end)).toString('utf8').split(' ');
  if (magic !== MAGIC) throw new OrreryError('invalidRequest', `Not a trained model of Orrery (${MAGIC}).`);
  const start = end + 1 + Number(length);
  return JSON.parse(whole.subarray(end + 1, start).toString('utf8'), (_key, item: unknown) =>
    isReference(item) ? arrayAt(whole, start, item.$array) : item,
  ) as unknown;
}

function inflate(bytes: Uint8Array): Buffer {
  try {
    return gunzipSync(bytes);
  } catch {
    throw new OrreryError('invalidRequest', 'Not a trained model of Orrery: the file is not compressed as one.');
  }
}

interface Reference {
  readonly $array: readonly [ArrayName, number, number];
}

const isReference = (item: unknown): item is Reference => typeof item === 'object' && item !== null && '$array' in item;

function arrayAt(whole: Buffer, start: number, [name, offset, length]: Reference['$array']): PackedArray {
  const kind = ARRAYS[name];
  // Copied, since the offset in the file need not be aligned in memory.
  const bytes = new Uint8Array(whole.subarray(start + offset, start + offset + length * kind.BYTES_PER_ELEMENT));
  return new kind(bytes.buffer, 0, length);
}
