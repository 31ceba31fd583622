import type { stopEntrySchema } from '@orrery/contract';
import type { z } from 'zod';

/** Pulls of a provider that are stopped until a person resumes them. */
export interface ProviderStop extends Pick<z.infer<typeof stopEntrySchema>, 'status' | 'atMs'> {
  readonly provider: string;
  /** What was answered with `status`. */
  readonly url: string;
}

/** What a person may do to the pipeline; queries change nothing. */
export interface Operator {
  /** Stops in force, newest first. */
  stops(): Promise<readonly ProviderStop[]>;
  /**
   * Lets a provider be asked again; false where it was not stopped. Rejects with `unknownName` for a provider that
   * there is not.
   */
  resume(provider: string): Promise<boolean>;
}
