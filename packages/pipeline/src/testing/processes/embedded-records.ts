import type { DocumentRecord, Observation } from '@orrery/contract';

/** What the process that is killed writes for job `k`, so that the test can compute what must be there. */
export const SERIES = 5;
export const RECORDS = 40;
export const BULK = 500;

/** Records of job k: five series, times of k alone, values that follow from the time. */
export const recordsOf = (k: number): readonly Observation[] =>
  Array.from({ length: RECORDS }, (_, i) => observation(`series ${i % SERIES}`, k * RECORDS + i));

/** A batch that is written past the stream in one call. */
export const bulkOf = (k: number): readonly Observation[] =>
  Array.from({ length: BULK }, (_, i) => observation('bulk', k * BULK + i));

export const documentOf = (k: number): DocumentRecord => ({
  kind: 'document',
  collection: 'alert',
  id: `${k}`,
  timeMs: k,
  timeEndMs: null,
  title: `alert ${k}`,
  linked: [],
  body: '{}',
  source: 'test',
  retrievedAtMs: k,
});

export const valueAt = (timeMs: number): number => timeMs / 8;

const observation = (series: string, timeMs: number): Observation => ({
  kind: 'observation',
  series,
  timeMs,
  value: valueAt(timeMs),
  revision: 'definitive',
  source: 'test',
  retrievedAtMs: timeMs,
});
