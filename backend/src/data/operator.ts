import type { AccessKey, KeyTerms, Stop } from '@orrery/contract';

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
  /** API keys, the newest first; the keys themselves are not known. */
  keys(): Promise<readonly AccessKey[]>;
  /** Makes a key and resolves with it, this once. Rejects with `invalidRequest` for a name that is taken or is none. */
  createKey(name: string, terms: KeyTerms): Promise<string>;
  /** Removes a key; false where there is none of that name. */
  revokeKey(name: string): Promise<boolean>;
}
