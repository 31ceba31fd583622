import type { QuarantinedRecord } from '@orrery/contract';
import type { QuarantineStore } from '../ports/index.ts';
import { compareText } from './order.ts';

/** Quarantine in memory. */
export function createMemoryQuarantineStore(): QuarantineStore {
  const kept = new Map<string, QuarantinedRecord>();
  return {
    async add(records) {
      for (const record of records) if (!kept.has(record.id)) kept.set(record.id, { ...record });
    },
    list: async ({ source, limit }) =>
      [...kept.values()]
        .filter((record) => source === undefined || record.source === source)
        .sort((a, b) => b.atMs - a.atMs || compareText(a.id, b.id))
        .slice(0, limit),
  };
}
