import type { QuarantinedRecord } from '@orrery/contract';

export interface QuarantineQuery {
  readonly source?: string;
  /** At most so many. */
  readonly limit?: number;
}

/** Records that were rejected, each with its reason and its text (MongoDB; embedded). */
export interface QuarantineStore {
  /** Keeps the records; one whose id is known stays as it was first kept. */
  add(records: readonly QuarantinedRecord[]): Promise<void>;
  /** Newest first, of the same time in order of the id. */
  list(query: QuarantineQuery): Promise<readonly QuarantinedRecord[]>;
}
