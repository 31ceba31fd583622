/** Keys of the state in which the flow keeps its books. */

/** Which raw responses of a source are kept. */
export const rawKey = (source: string, rawId: string): string => `raw:${source}:${rawId}`;

/** A run of a source; with '' the beginning of the keys of all its runs. */
export const runKey = (source: string, dueMs: number | ''): string => `run:${source}:${dueMs}`;

/** What became of a raw response that was retrieved at a time. */
export const batchKey = (
  source: string,
  { rawId, retrievedAtMs }: { readonly rawId: string; readonly retrievedAtMs: number },
): string => `batch:${source}:${retrievedAtMs}:${rawId}`;
