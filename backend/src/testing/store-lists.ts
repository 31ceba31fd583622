import type { DocumentRecord, Observation, QuarantinedRecord } from '@orrery/contract';
import type { StateEntry } from '@orrery/stores';

/** What a test wants the stores to hold. */
export interface StoreLists {
  readonly observations: Observation[];
  readonly documents: DocumentRecord[];
  readonly quarantine: QuarantinedRecord[];
  readonly state: StateEntry[];
}

export const emptyStores = (): StoreLists => ({ observations: [], documents: [], quarantine: [], state: [] });
