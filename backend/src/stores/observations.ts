import { join } from 'node:path';
import { z } from 'zod';
import { readState } from '../sources/fetcher.ts';
import { writeWhole } from '../sources/files.ts';
import type { Observation } from '../sources/swpc-kp/transform.ts';

/** Values of series by time. Writing the same record twice changes nothing; a later value of a moment replaces it. */
export interface ObservationsStore {
  upsert(series: string, records: readonly Observation[]): void;
  /** Values with fromMs <= time <= toMs, in order of time. */
  read(series: string, fromMs: number, toMs: number): readonly Observation[];
  newest(series: string): Observation | null;
}

const fileSchema = z.array(z.tuple([z.number(), z.number()]));

/** In memory, with a file a series under `dataDir/observations`. Enough for a slow series; the stores of the pipeline replace it. */
export function createObservationsStore(dataDir: string): ObservationsStore {
  const series = new Map<string, readonly Observation[]>();
  const fileOf = (name: string) => join(dataDir, 'observations', `${name}.json`);
  const load = (name: string): readonly Observation[] => {
    const known = series.get(name);
    if (known) return known;
    const rows = fileSchema.safeParse(readState(fileOf(name))).data ?? [];
    const loaded = rows.map(([timeMs, value]) => ({ timeMs, value }));
    series.set(name, loaded);
    return loaded;
  };
  return {
    upsert(name, records) {
      const merged = new Map(load(name).map((o) => [o.timeMs, o]));
      for (const record of records) merged.set(record.timeMs, record);
      const sorted = [...merged.values()].sort((a, b) => a.timeMs - b.timeMs);
      writeWhole(fileOf(name), JSON.stringify(sorted.map((o) => [o.timeMs, o.value])));
      series.set(name, sorted);
    },
    read: (name, fromMs, toMs) => load(name).filter((o) => o.timeMs >= fromMs && o.timeMs <= toMs),
    newest: (name) => load(name).at(-1) ?? null,
  };
}
