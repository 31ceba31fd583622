import type { Logger } from '@orrery/telemetry';
import type { Clock } from '../clock.ts';
import type { Provider } from '../providers/provider.ts';
import type { SourceError, SourceErrorKind } from './errors.ts';

/** Failures that say something of one source alone; the others concern the provider as a whole. */
const OF_ONE_SOURCE = new Set<SourceErrorKind>(['refused', 'tooLarge', 'badStatus']);

/** A failure that lasts. */
interface Outage {
  readonly provider: Provider;
  readonly kind: SourceErrorKind;
  /** Sources that failed since and were not answered. */
  readonly sources: Set<string>;
  readonly sinceMs: number;
  requests: number;
}

/** What is said of providers that fail: a warning when it begins, a line when it is over, the rest at level debug. */
export interface Outages {
  failed(provider: Provider, source: string, error: SourceError): void;
  answered(provider: Provider, source: string): void;
}

export function createOutages(logger: Logger, clock: Clock): Outages {
  const outages = new Map<string, Outage>();
  const keyOf = ({ id }: Provider, source: string, kind: SourceErrorKind): string =>
    [id, kind, ...(OF_ONE_SOURCE.has(kind) ? [source] : [])].join(' ');

  return {
    failed(provider, source, { kind, message }) {
      const key = keyOf(provider, source, kind);
      const known = outages.get(key);
      const outage = known ?? { provider, kind, sources: new Set<string>(), sinceMs: clock.now(), requests: 0 };
      outage.requests += 1;
      outage.sources.add(source);
      outages.set(key, outage);
      const line = { provider: provider.id, source, kind, requests: outage.requests };
      if (known === undefined) logger.warn(line, message);
      else logger.debug(line, message);
    },
    answered(provider, source) {
      for (const [key, outage] of outages) {
        if (outage.provider.id !== provider.id) continue;
        outage.sources.delete(source);
        if (outage.sources.size > 0 && outage.kind !== 'notReached') continue;
        outages.delete(key);
        const { kind, requests, sinceMs } = outage;
        const minutes = Math.round((clock.now() - sinceMs) / 60_000);
        const line = { provider: provider.id, source, kind, requests, minutes };
        logger.info(line, `${provider.name} answers again`);
      }
    },
  };
}
