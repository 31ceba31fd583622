import type { QuarantinedRecord } from '@orrery/contract';

export interface QuarantineQuery {
  readonly source?: string;
  /** Largest number of records. */
  readonly limit?: number;
}

/** Records that were rejected, each with its reason and its text (MongoDB; embedded). */
export interface QuarantineStore {
  /** Stores the records; one whose id is known is not changed. */
  add(records: readonly QuarantinedRecord[]): Promise<void>;
  /** Newest first, those of the same time in order of the id. */
  list(query: QuarantineQuery): Promise<readonly QuarantinedRecord[]>;
}
