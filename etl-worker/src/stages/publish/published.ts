import type { Observation, StreamRecord } from '@orrery/contract';

/** What this process has published: a window that is pulled every minute repeats nearly all of it. */
export interface Published {
  /**
   * Records without the observations whose very value was published last. Documents stay: they carry when they were
   * fetched.
   */
  fresh(records: readonly StreamRecord[]): readonly StreamRecord[];
  /** Only after they are safe in the stream. */
  remember(records: readonly StreamRecord[]): void;
}

/**
 * Moments of a series and revision that are kept: a week of minutes, the longest window that is pulled again and again.
 */
const KEPT = 10_080;

/** Only for a single publisher: of two, one would not know that the other has written another value since. */
export function createPublished(kept = KEPT): Published {
  // Maps of numbers: a text for each key would take four times the memory.
  const bySeries = new Map<string, Map<number, number | null>>();
  const valuesOf = createFinder(bySeries);
  return {
    fresh: (records) =>
      records.filter((record) => {
        if (record.kind !== 'observation') return true;
        const value = valuesOf(record).get(record.timeMs);
        return value === undefined || value !== record.value;
      }),
    remember(records) {
      for (const record of records) {
        if (record.kind !== 'observation') continue;
        const values = valuesOf(record);
        values.delete(record.timeMs);
        values.set(record.timeMs, record.value);
      }
      for (const values of bySeries.values()) {
        for (const oldest of values.keys()) {
          if (values.size <= kept) break;
          values.delete(oldest);
        }
      }
    },
  };
}

/** Finds, or makes, the values of a record's series and revision; neighbours mostly share theirs. */
function createFinder(bySeries: Map<string, Map<number, number | null>>) {
  let [series, revision, values] = ['', '', new Map<number, number | null>()];
  return (record: Observation): Map<number, number | null> => {
    if (record.series === series && record.revision === revision) return values;
    ({ series, revision } = record);
    const key = `${revision} ${series}`;
    values = bySeries.get(key) ?? new Map<number, number | null>();
    bySeries.set(key, values);
    return values;
  };
}
