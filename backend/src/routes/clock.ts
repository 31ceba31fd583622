import type { ServiceClock } from '@orrery/contract';
import type { RequestHandler } from 'express';

/** The clock of a service that shows what is now. */
export const realClock = (now: () => number): ServiceClock => ({ nowMs: now(), speed: 1, replay: null, demo: null });

/** The time of the data; never kept by a client, for it goes on. */
export const clockRoute =
  (clock: () => ServiceClock): RequestHandler =>
  (_req, res) => {
    res.set('cache-control', 'no-store').json(clock());
  };
