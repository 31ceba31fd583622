import type { ServiceClock } from '@orrery/contract';

/**
 * The time of the data from `clock` on, epoch ms: as fast as the service's clock, and standing where the replay ends.
 * `real` is the real time in ms.
 */
export function simulatedNow({ nowMs, speed, replay }: ServiceClock, real: () => number): () => number {
  const startedMs = real();
  const endMs = replay?.toMs ?? Infinity;
  return () => Math.min(endMs, Math.floor(nowMs + (real() - startedMs) * speed));
}

/**
 * Makes the time of the data the time of the page: relative ranges (`now-7d`), "now" lines and ages follow it.
 * Grafana's date functions and our plugins ask `Date.now()`; timers stay real. Nothing is changed where the clock is
 * real.
 */
export function followClock(clock: ServiceClock | null): void {
  if (clock === null || clock.replay === null) return;
  Date.now = simulatedNow(clock, Date.now.bind(Date));
}
