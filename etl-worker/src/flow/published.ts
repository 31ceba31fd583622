import type { StreamRecord } from '@orrery/contract';

/** What this process has published: a window that is pulled every minute repeats nearly all of it. */
export interface Published {
  /** Records without the observations whose very value was published last. Documents stay: they carry when they were fetched. */
  fresh(records: readonly StreamRecord[]): readonly StreamRecord[];
  /** Only after they are safe in the stream. */
  remember(records: readonly StreamRecord[]): void;
}

/** Keys kept in memory, about 20 MB. */
const KEPT = 150_000;

/** Only for a single publisher: of two, one would not know that the other has written another value since. */
export function createPublished(kept = KEPT): Published {
  const values = new Map<string, number | null>();
  return {
    fresh: (records) =>
      records.filter((record) => {
        if (record.kind !== 'observation') return true;
        const key = keyOfValue(record);
        return !values.has(key) || values.get(key) !== record.value;
      }),
    remember(records) {
      for (const record of records) {
        if (record.kind !== 'observation') continue;
        const key = keyOfValue(record);
        values.delete(key);
        values.set(key, record.value);
      }
      for (const oldest of values.keys()) {
        if (values.size <= kept) break;
        values.delete(oldest);
      }
    },
  };
}

const keyOfValue = ({ series, timeMs, revision }: { series: string; timeMs: number; revision: string }): string =>
  `${series}|${timeMs}|${revision}`;
