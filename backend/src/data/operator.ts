import type { Stop } from '@orrery/contract';

/** Pulls of a provider that are stopped until a person resumes them. */
export type ProviderStop = Pick<Stop, 'provider' | 'url' | 'status' | 'atMs'>;

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
