import { gunzipSync, gzipSync } from 'node:zlib';
import { blobValue, type DuckDBBlobValue, type DuckDBValue } from '@duckdb/node-api';

/** Bytes from which on a text is compressed. */
const LARGE = 4096;
/** Fast: these are JSON texts, which become a tenth with any level. */
const LEVEL = 1;
/** First bytes of gzip (RFC 1952), which no UTF-8 text begins with: 0x8b is never a first byte of a character. */
const GZIP = [0x1f, 0x8b] as const;

/**
 * A text as it is stored. At each checkpoint the engine rewrites the column around the new rows: with single values
 * close to its block size of 256 KiB, 300 MB of them exceeded the memory of a checkpoint, which is fatal to the engine.
 * Large texts are therefore compressed.
 */
export function toBytes(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length < LARGE ? bytes : gzipSync(bytes, { level: LEVEL });
}

/** The text of stored bytes. */
export function toText(bytes: Uint8Array): string {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return (GZIP.every((byte, i) => content[i] === byte) ? gunzipSync(content) : content).toString('utf8');
}

/** A text as a parameter of a statement. */
export const textValue = (text: string): DuckDBValue => blobValue(toBytes(text));
/** The text of a value that was read. */
export const textOf = (value: DuckDBValue): string => toText((value as DuckDBBlobValue).bytes);
