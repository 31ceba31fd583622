import type { Queue, Stream } from '@orrery/pipeline';
import type { Stores } from '@orrery/stores';
import type { ForecastMetrics, Logger } from '@orrery/telemetry';
import type { Clock } from '../clock.ts';
import type { Registry } from './registry/registry.ts';

/** Dependencies of the forecast modules. */
export interface ForecastContext {
  readonly stores: Stores;
  readonly queue: Pick<Queue, 'add'>;
  readonly stream: Pick<Stream, 'publish'>;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: ForecastMetrics;
}
