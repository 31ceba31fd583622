import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import zlib from 'node:zlib';
import type { Engines } from '@orrery/engines';

/** Calls that return when something is durable, by port and name; bytes of response bodies that were worked through. */
export interface Work {
  readonly writes: Readonly<Record<string, number>>;
  readonly hashed: number;
  readonly compressed: number;
  readonly parsed: number;
}

export interface WorkCounter {
  counts(): Work;
  /** The same engines, their writes counted. */
  ofEngines(engines: Engines): Engines;
  ofStores(stores: Engines['stores']): Engines['stores'];
}

/** Names of calls that write; reading ones are not counted. */
const WRITE = /^(put|delete|upsert|write|archive|quarantine$|add|schedule|publish|insert|remove)/;
/** What is shorter is no body. */
const LEAST = 500;

/**
 * Counts the writes of ports, and the bytes that go through SHA-256, gzip and JSON.parse and are those of one of the
 * bodies or about as large. To be called before the modules that use these functions are loaded.
 */
export function countWork(bodies: ReadonlySet<string>): WorkCounter {
  const writes: Record<string, number> = {};
  const bytes = { hashed: 0, compressed: 0, parsed: 0 };
  countBytes(bytes, bodies);

  const counted = <T extends object>(name: string, port: T): T =>
    new Proxy(port, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function' || typeof key !== 'string' || !WRITE.test(key)) return value;
        return (...given: readonly unknown[]): unknown => {
          writes[`${name}_${key}`] = (writes[`${name}_${key}`] ?? 0) + 1;
          return Reflect.apply(value, target, given);
        };
      },
    });
  const ofStores = (stores: Engines['stores']): Engines['stores'] =>
    new Proxy(stores, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'object' && value !== null ? counted(String(key), value) : value;
      },
    });
  return {
    counts: () => ({ writes: { ...writes }, ...bytes }),
    ofStores,
    ofEngines: (engines) => ({
      ...engines,
      stores: ofStores(engines.stores),
      queue: counted('queue', engines.queue),
      stream: counted('stream', engines.stream),
    }),
  };
}

function countBytes(bytes: { hashed: number; compressed: number; parsed: number }, bodies: ReadonlySet<string>): void {
  const { parse } = JSON;
  JSON.parse = (text: string, ...rest) => {
    if (text.length >= LEAST && bodies.has(text)) bytes.parsed += text.length;
    return parse(text, ...rest) as unknown;
  };
  const { gzip } = zlib;
  zlib.gzip = Object.assign((...given: readonly unknown[]): void => {
    const [content] = given;
    if (content instanceof Uint8Array && content.byteLength >= LEAST) bytes.compressed += content.byteLength;
    Reflect.apply(gzip, zlib, given);
  }, gzip);
  const { createHash } = crypto;
  crypto.createHash = (...given) => {
    const hash = createHash(...given);
    const update = hash.update.bind(hash) as (content: string | NodeJS.ArrayBufferView) => crypto.Hash;
    hash.update = (content: string | NodeJS.ArrayBufferView) => {
      const size = typeof content === 'string' ? content.length : content.byteLength;
      if (size >= LEAST) bytes.hashed += size;
      update(content);
      return hash;
    };
    return hash;
  };
  syncBuiltinESMExports();
}
