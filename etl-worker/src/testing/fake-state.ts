import type { StateStore } from '../http/state.ts';

/** State in memory, for tests. Values go through JSON as in a real store. */
export function createFakeState(): StateStore {
  const entries = new Map<string, { readonly text: string; readonly atMs: number }>();
  return {
    async put(key, value, atMs) {
      entries.set(key, { text: JSON.stringify(value), atMs });
    },
    async get(key) {
      const entry = entries.get(key);
      return entry === undefined ? null : (JSON.parse(entry.text) as unknown);
    },
    async list(prefix, limit) {
      return [...entries]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, { text, atMs }]) => ({ key, value: JSON.parse(text) as unknown, atMs }))
        .sort((a, b) => b.atMs - a.atMs)
        .slice(0, limit);
    },
  };
}
