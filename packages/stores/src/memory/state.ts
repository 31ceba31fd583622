import type { StateStore } from '../ports/index.ts';
import { compareText } from './order.ts';

/** State in memory. Values are kept as JSON text, as every store keeps them. */
export function createMemoryStateStore(): StateStore {
  const entries = new Map<string, { readonly text: string; readonly atMs: number }>();
  return {
    async put(key, value, atMs) {
      entries.set(key, { text: JSON.stringify(value), atMs });
    },
    async get(key) {
      const entry = entries.get(key);
      return entry === undefined ? null : (JSON.parse(entry.text) as unknown);
    },
    list: async (prefix, limit, untilMs = Infinity) =>
      [...entries]
        .filter(([key, { atMs }]) => key.startsWith(prefix) && atMs <= untilMs)
        .sort(([a, { atMs: aMs }], [b, { atMs: bMs }]) => bMs - aMs || compareText(a, b))
        .slice(0, limit)
        .map(([key, { text, atMs }]) => ({ key, value: JSON.parse(text) as unknown, atMs })),
    async delete(keys, untilMs) {
      for (const key of keys) if ((entries.get(key)?.atMs ?? Infinity) <= untilMs) entries.delete(key);
    },
  };
}
