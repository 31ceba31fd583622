import type { Logger } from '@orrery/telemetry';
import type { Clock } from '../clock.ts';
import type { Provider } from '../providers/provider.ts';
import type { HttpState } from './state.ts';

/** What the two ways of asking share. */
export interface Asking {
  readonly provider: Provider;
  readonly state: HttpState;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly nasaApiKey: string;
  readonly fetcher: typeof fetch;
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** One request as it is sent: `address` is its URL without secrets, `lane` names the host. */
export interface Ask {
  readonly url: URL;
  readonly address: string;
  readonly lane: string;
  readonly headers: Readonly<Record<string, string>>;
}
