import type { Cursor, StreamRecord } from '@orrery/contract';
import type { Provider } from './provider.ts';

/** What everybody should know about a source; shown by the query type `pipeline` and the documentation. */
export interface SourceInfo {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  /** Terms of use, one sentence. */
  readonly terms: string;
  /** Address of the documentation or the data. */
  readonly address: string;
  /** How often the source is asked: as often as the publisher has something new, where politeness allows that. */
  readonly cadenceMs: number;
  /** How we behave: one sentence. */
  readonly politeness: string;
  readonly naturalKey: string;
  /** Series or collections it fills, with their units. */
  readonly provides: readonly { readonly name: string; readonly unit: string; readonly title: string }[];
}

/** An answer as it came; kept before anything is done with it. */
export interface RawResponse {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly retrievedAtMs: number;
}

/** What a source may use to get its raw responses. */
export interface ExtractContext {
  /** The clock of the pipeline: real, or simulated in a replay. */
  readonly nowMs: number;
  /**
   * A polite request by the policy of the host. Null: nothing new (304), or not allowed yet. Rejects with a
   * SourceError.
   */
  request(url: URL, headers?: Readonly<Record<string, string>>): Promise<RawResponse | null>;
  /** Base address of a provider by its id, from the configuration (a replay points it elsewhere). */
  base(provider: string): string;
  /** Where the last run that succeeded left off; null at the first. */
  readonly cursor: Cursor | null;
  /** Where the next run goes on; it counts when this one has succeeded. */
  setCursor(cursor: Cursor): Promise<void>;
  readonly nasaApiKey: string;
}

export interface Reject {
  readonly reason: string;
  readonly raw: string;
}

/**
 * What a transform made of one raw response. It is pure: the same raw gives the same result, so it can be run again.
 */
export interface Transformed {
  readonly records: readonly StreamRecord[];
  readonly rejects: readonly Reject[];
  /**
   * False where the response says that more exists than it holds: a partial catalogue is never taken for a whole one.
   */
  readonly complete: boolean;
  /** Records the response claims to have, where it says so. */
  readonly claimed: number | null;
  readonly gaps: readonly { readonly series: string; readonly fromMs: number; readonly toMs: number }[];
}

/** One source: a folder of its provider's, and a line in the `index.ts` there. */
export interface Source {
  readonly info: SourceInfo;
  /** Whom it asks; null: nobody, it makes its responses itself. */
  readonly provider: Provider | null;
  extract(context: ExtractContext): Promise<readonly RawResponse[]>;
  transform(raw: RawResponse): Transformed;
}

/** What the sources of a provider have in common; a source may say it anew. */
export type Publisher = Pick<SourceInfo, 'publisher' | 'terms' | 'politeness'>;

/** A provider with its sources: a folder `providers/<provider>/`, and a line in `registry.ts`. */
export interface ProviderEntry<P extends Provider = Provider> {
  readonly provider: P;
  /** Its sources; `satelliteGroups` are the groups of satellites whose elements are wanted. */
  readonly sources: (satelliteGroups: readonly string[]) => readonly Source[];
}
