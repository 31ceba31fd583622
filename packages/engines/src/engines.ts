import type { Queue, Stream } from '@orrery/pipeline';
import type { Stores } from '@orrery/stores';
import type { Stoppable } from '@orrery/telemetry';

/** Stores that were opened here; `stop` closes them. */
export interface OpenStores extends Stoppable {
  readonly stores: Stores;
}

/** What a pipeline stands on. `stop` closes all of it: queue and stream first, then the stores. */
export interface Engines extends OpenStores {
  readonly queue: Queue;
  readonly stream: Stream;
}
